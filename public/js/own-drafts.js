import { store } from './store.js';

/** Where something can be written on; the address that takes a form is not always one that shows it. */
const pageOf = (action) =>
  action
    .replace(/#.*$/, '')
    .replace(/^((?:\/en)?\/navrhy\/\d+)\/komentare$/, '$1')
    .replace(/^((?:\/en)?\/garant\/(?:komentare|navrhy)\/[^/]+)\/.*$/, '$1');

/** Lists what is being written in this browser, with a way to each of it and one to throw it away. */
class OwnDrafts extends HTMLElement {
  connectedCallback() {
    const drafts = store
      .keys('draft.')
      .flatMap((key) => {
        const draft = store.get(key);
        return draft?.fields ? [{ key, page: pageOf(key.slice('draft.'.length)), ...draft }] : [];
      })
      .filter(({ page }) => page.startsWith('/'))
      .sort((one, other) => other.at - one.at);
    if (drafts.length === 0) return this.tellNone();
    const list = document.createElement('ul');
    list.className = 'stack';
    list.append(...drafts.map((draft) => this.item(draft)));
    this.replaceChildren(list);
  }

  item({ key, page, fields }) {
    const item = document.createElement('li');
    const link = document.createElement('a');
    link.href = page;
    const words = Object.values(fields).join(' ').trim();
    link.textContent = words.length > 80 ? `${words.slice(0, 80)}…` : words || page;
    const discard = document.createElement('button');
    discard.type = 'button';
    discard.className = 'button-link';
    discard.textContent = this.dataset.discard;
    discard.setAttribute('aria-label', `${this.dataset.discard}: ${link.textContent}`);
    discard.addEventListener('click', () => {
      store.set(key, null);
      this.connectedCallback();
    });
    item.append(link, ' ', discard);
    return item;
  }

  tellNone() {
    const none = document.createElement('p');
    none.className = 'muted';
    none.textContent = this.dataset.none;
    this.replaceChildren(none);
  }
}

customElements.define('own-drafts', OwnDrafts);
