import { partOf } from './fragment.js';
import { announce } from './status.js';

const interval = 1000;
/** Every so many looks the progress is read out. */
const saidEvery = 10;
let looks = 0;

/** Follows work in the background; when it is over, the page is loaded anew. */
class JobProgress extends HTMLElement {
  connectedCallback() {
    this.timer = setTimeout(() => this.look(), interval);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  async look() {
    try {
      const response = await fetch(location.href, { headers: { 'X-Fragment': '1' } });
      const { part, said } = partOf(await response.text(), this.id);
      if (!part) return location.reload();
      looks += 1;
      if (looks % saidEvery === 0) announce(said);
      this.replaceWith(part);
    } catch {
      // The line may be back in a moment.
      this.timer = setTimeout(() => this.look(), 5 * interval);
    }
  }
}

customElements.define('job-progress', JobProgress);
