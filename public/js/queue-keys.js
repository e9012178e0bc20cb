import { announce } from './status.js';
import { store } from './store.js';

const takesLetters = 'textarea, select, input:not([type="radio"], [type="checkbox"])';

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
    // Whoever came by a key goes on reading where the item begins.
    if (this.on && !document.querySelector('[data-focus]') && !location.hash)
      document.querySelector('[data-queue-opened]')?.focus({ preventScroll: true });
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
    if (!this.on || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') leave(event.target);
    if (event.target.closest?.(takesLetters)) return;
    const key = event.key.toLowerCase();
    if (key === '?') announce(this.dataset.help);
    else if (key === 'j') move(1);
    else if (key === 'k') move(-1);
    else act(key);
  }
}

/** Along the list; at its end, or where the open item is not in it, on to what the server says comes next. */
function move(step) {
  const items = [...document.querySelectorAll('[data-queue-item]')];
  const current = items.findIndex((item) => item.hasAttribute('aria-current'));
  const neighbour = current < 0 ? null : items[current + step];
  const onward = step > 0 ? (document.querySelector('[data-key="s"]') ?? items[current + 1]) : null;
  (neighbour ?? onward)?.click();
}

/** Folds the way to decide that somebody is in; what they wrote there stays. */
function leave(place) {
  const action = place.closest?.('details[data-key][open]');
  if (!action) return;
  action.open = false;
  action.querySelector('summary').focus();
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
