import { fieldsOf } from './fragment.js';

/** Milliseconds that a page must be before somebody's eyes to count as looked at. */
const looking = 5000;

/** Around what has changed since the last visit: says once, by itself, which version was looked at. */
class ReadMark extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('.since-first');
    if (!this.form || ReadMark.told) return;
    this.turn = () => this.wait();
    document.addEventListener('visibilitychange', this.turn);
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    if (this.turn) document.removeEventListener('visibilitychange', this.turn);
  }

  wait() {
    clearTimeout(this.timer);
    if (document.visibilityState === 'visible') this.timer = setTimeout(() => this.tell(), looking);
  }

  tell() {
    this.disconnectedCallback();
    if (ReadMark.told) return;
    ReadMark.told = true;
    // Should it fail, the next visit shows a little more than is new.
    fetch(this.form.getAttribute('action'), {
      method: 'POST',
      body: fieldsOf(this.form),
      headers: { 'X-Fragment': '1' },
      keepalive: true,
    }).catch(() => {});
  }
}

customElements.define('read-mark', ReadMark);
