import { afterPause, announce } from './status.js';
import { store, visit } from './store.js';

const days = 30 * 24 * 3600 * 1000;

/**
 * Keeps what is being written in forms with data-draft on this device only, from the first letter on. The next visit
 * restores it, says so, and offers to throw it away.
 */
export function keepDrafts() {
  forgetSent();
  restoreAll();
  document.addEventListener('input', ({ target }) => {
    if (target.form?.dataset.draft) save(target.form);
  });
  document.addEventListener('submit', ({ target, submitter }) => {
    const looking = submitter?.name === 'intent' && submitter.value !== 'send';
    if (target.dataset.draft && !looking) visit.set('sent', target.dataset.draft);
  });
  document.addEventListener('podnet:sent', ({ target }) => {
    if (target.dataset.draft) store.set(`draft.${target.dataset.draft}`, null);
    visit.set('sent', null);
  });
  document.addEventListener('podnet:swapped', () => {
    visit.set('sent', null);
    restoreAll();
  });
}

const written = (form) =>
  [...form.elements].filter((field) => field.matches('textarea, input[type="text"]:not([tabindex="-1"])'));

const save = afterPause(400, (form) => {
  const texts = written(form).filter((field) => field.value !== field.defaultValue);
  const fields = Object.fromEntries(texts.map((field) => [field.name, field.value]));
  store.set(`draft.${form.dataset.draft}`, texts.length > 0 ? { at: Date.now(), fields } : null);
});

/** A form that went the plain way and did not come back with errors has arrived; its draft may go. */
function forgetSent() {
  const key = visit.get('sent');
  visit.set('sent', null);
  const [arrival] = performance.getEntriesByType('navigation');
  if (!key || arrival?.type !== 'navigate') return;
  if (document.querySelector('[aria-invalid], .error-summary, .error-page, [data-unsent]')) return;
  store.set(`draft.${key}`, null);
}

function restoreAll() {
  for (const form of document.querySelectorAll('form[data-draft]')) restore(form);
}

function restore(form) {
  const key = `draft.${form.dataset.draft}`;
  // It came back with more than was typed; that is the draft from now on.
  if ('draftFresh' in form.dataset) {
    const fields = Object.fromEntries(written(form).map((field) => [field.name, field.value]));
    return store.set(key, { at: Date.now(), fields });
  }
  const draft = store.get(key);
  if (!draft) return;
  if (Date.now() - draft.at > days) return store.set(key, null);
  const fields = written(form).filter(
    (field) => field.name in draft.fields && field.value !== draft.fields[field.name],
  );
  // What the server sent back after an error is newer than any draft.
  if (fields.length === 0 || form.querySelector('[aria-invalid]')) return;
  for (const field of fields) field.value = draft.fields[field.name];
  form.closest('details')?.setAttribute('open', '');
  tell(form, fields, key);
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

function tell(form, fields, key) {
  const { draftRestored, draftDiscard } = document.body.dataset;
  const notice = document.createElement('p');
  notice.className = 'notice small';
  notice.textContent = `${draftRestored} `;
  const discard = document.createElement('button');
  discard.type = 'button';
  discard.className = 'button-link';
  discard.textContent = draftDiscard;
  discard.addEventListener('click', () => {
    for (const field of fields) field.value = field.defaultValue;
    store.set(key, null);
    notice.remove();
    fields[0].focus();
  });
  notice.append(discard);
  form.prepend(notice);
  announce(draftRestored);
}
