import { fieldsOf, partOf, postForPart } from './fragment.js';
import { afterPause, announce } from './status.js';

const typingPause = 150;
const readingPause = 1500;

/** Around a form: what the words typed would change follows the typing in the element data-target. */
class SuggestDiff extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector('form');
    this.preview = this.form?.querySelector('[name="intent"][value="preview"]');
    if (!this.form) return;
    if (this.preview) this.preview.hidden = true;
    const refresh = afterPause(typingPause, () => this.refresh());
    this.addEventListener('input', ({ target }) => {
      if (!target.matches('.diff-input')) refresh();
    });
    this.say = afterPause(readingPause, announce);
  }

  async refresh() {
    this.running?.abort();
    this.running = new AbortController();
    const fields = fieldsOf(this.form);
    fields.append('intent', 'diff');
    try {
      const answer = await postForPart(this.form, fields, this.running.signal);
      if (!answer.ok || answer.whole) throw new Error('no diff');
      this.show(answer.html);
    } catch (error) {
      // Without the live view the button that shows the changes is needed again.
      if (error.name !== 'AbortError' && this.preview) this.preview.hidden = false;
    }
  }

  show(html) {
    const target = document.getElementById(this.dataset.target);
    const view = target?.querySelector('.diff-input:checked')?.id;
    const { part } = partOf(html, this.dataset.target);
    if (!target || !part) return;
    for (const { id } of target.querySelectorAll('details[open][id]'))
      part.querySelector(`#${id}`)?.setAttribute('open', '');
    // Whoever has gone on to the changes already must not lose their place when the last of them come in.
    const focused = target.contains(document.activeElement) ? document.activeElement.id : null;
    target.replaceWith(part);
    if (focused) document.getElementById(focused)?.focus();
    const same = view && document.getElementById(view);
    if (same) same.checked = true;
    this.say(part.querySelector('[data-summary]')?.textContent ?? '');
  }
}

customElements.define('suggest-diff', SuggestDiff);
