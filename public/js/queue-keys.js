import { announce } from './status.js';
import { store } from './store.js';

/** Single-key shortcuts of the queue: off until switched on, remembered, silent while somebody writes. */
class QueueKeys extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.className = 'keys not-printed';
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.className = 'button-link';
    this.button.addEventListener('click', () => this.turn(!this.on));
    this.help = document.createElement('p');
    this.help.textContent = this.dataset.help;
    this.append(this.button, this.help);
    this.press = (event) => this.pressed(event);
    document.addEventListener('keydown', this.press);
    this.turn(store.get('keys') === true, false);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.press);
  }

  turn(on, byPerson = true) {
    this.on = on;
    if (byPerson) store.set('keys', on ? true : null);
    this.button.textContent = on ? this.dataset.on : this.dataset.off;
    this.help.hidden = !on;
  }

  pressed(event) {
    const writing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (!this.on || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === '?') announce(this.dataset.help);
    else if (key === 'j') move(1);
    else if (key === 'k') move(-1);
    else act(key);
  }
}

function move(step) {
  const items = [...document.querySelectorAll('[data-queue-item]')];
  const current = items.findIndex((item) => item.hasAttribute('aria-current'));
  items[current + step]?.click();
}

function act(key) {
  const action = /^[a-z]$/.test(key) ? document.querySelector(`[data-key="${key}"]`) : null;
  if (!action) return;
  if (!action.matches('details')) {
    action.click();
    return;
  }
  action.open = true;
  // The letter that opened the field must not land in it.
  setTimeout(() => action.querySelector('textarea, select, input:not([type="hidden"]), button')?.focus());
}

customElements.define('queue-keys', QueueKeys);
