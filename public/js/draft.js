import { afterPause, announce } from './status.js';
import { store, visit } from './store.js';

const days = 30 * 24 * 3600 * 1000;

/**
 * Keeps what is being written in forms with data-draft on this device only, from the first letter on. The next visit
 * restores it, says so, and offers to throw it away.
 */
export function keepDrafts() {
  restoreAll(forgetSent());
  document.addEventListener('input', ({ target }) => {
    if (target.form?.dataset.draft) save(target.form);
  });
  document.addEventListener('submit', ({ target, submitter }) => {
    const looking = submitter?.name === 'intent' && submitter.value !== 'send';
    // Whoever does something else instead of sending a draft is done with it, too.
    const key = target.dataset.draft ?? target.dataset.draftInstead;
    if (key && !looking) visit.set('sent', key);
  });
  document.addEventListener('podnet:sent', ({ target }) => {
    if (target.dataset.draft) store.set(`draft.${target.dataset.draft}`, null);
    visit.set('sent', null);
  });
  document.addEventListener('podnet:swapped', () => {
    visit.set('sent', null);
    restoreAll(null);
  });
}

const written = (form) =>
  [...form.elements].filter((field) => field.matches('textarea, input[type="text"]:not([tabindex="-1"])'));

/** What is chosen belongs to what is written where the page says so. */
const ticksOf = (form) => [...form.querySelectorAll('input[data-draft-tick]')];

/** The field that says on which wording of the text this is written. */
const baseOf = (form) => form.querySelector('input[data-draft-base]');

const save = afterPause(400, (form) => {
  keep(
    form,
    written(form).filter((field) => field.value !== field.defaultValue),
  );
});

function keep(form, texts) {
  const fields = Object.fromEntries(texts.map((field) => [field.name, field.value]));
  const ticks = ticksOf(form).flatMap(({ checked, value }) => (checked ? [value] : []));
  const draft = { at: Date.now(), fields, ticks, base: baseOf(form)?.value };
  store.set(`draft.${form.dataset.draft}`, texts.length + ticks.length > 0 ? draft : null);
}

/** A form that went the plain way and did not come back has arrived; its draft may go. Gives the one that came back. */
function forgetSent() {
  const key = visit.get('sent');
  visit.set('sent', null);
  const [arrival] = performance.getEntriesByType('navigation');
  if (!key || arrival?.type !== 'navigate') return null;
  if (document.querySelector('[aria-invalid], .error-summary, .error-page, [data-draft-fresh]')) return key;
  store.set(`draft.${key}`, null);
  return null;
}

function restoreAll(returned) {
  for (const form of document.querySelectorAll('form[data-draft]')) {
    restore(form, form.dataset.draft === returned);
  }
}

function restore(form, hasReturned) {
  const key = `draft.${form.dataset.draft}`;
  // It came back with more than was typed; that is the draft from now on.
  if ('draftFresh' in form.dataset) return keep(form, written(form));
  const draft = store.get(key);
  if (!draft) return;
  if (Date.now() - draft.at > days) return store.set(key, null);
  const fields = written(form).filter(
    (field) => field.name in draft.fields && field.value !== draft.fields[field.name],
  );
  const ticks = ticksOf(form).filter(({ checked, value }) => !checked && draft.ticks?.includes(value));
  const restored = [...ticks, ...fields];
  // What the server sent back after an error is newer than any draft.
  if (restored.length === 0 || form.querySelector('[aria-invalid]')) return;
  const base = hasReturned ? null : restoreBase(form, draft, fields);
  for (const field of fields) field.value = draft.fields[field.name];
  for (const tick of ticks) tick.checked = true;
  form.closest('details')?.setAttribute('open', '');
  tell(form, restored, key, base);
  form.dispatchEvent(new Event('input', { bubbles: true }));
}

/**
 * Words written on a wording that the text has left behind are sent as such, so that the server brings both together;
 * on today's they would undo what others changed meanwhile. Gives the way back.
 */
function restoreBase(form, draft, restored) {
  const field = baseOf(form);
  const isWording = restored.some(({ name }) => name === 'body' || name === 'heading');
  if (!field || !draft.base || !isWording) return null;
  const { value } = field;
  field.value = draft.base;
  return () => {
    field.value = value;
  };
}

function tell(form, fields, key, undoBase) {
  const { draftRestored, draftDiscard } = document.body.dataset;
  const notice = document.createElement('p');
  notice.className = 'notice small';
  notice.textContent = `${draftRestored} `;
  const discard = document.createElement('button');
  discard.type = 'button';
  discard.className = 'button-link';
  discard.textContent = draftDiscard;
  discard.addEventListener('click', () => {
    for (const field of fields) {
      if (field.type === 'checkbox') field.checked = field.defaultChecked;
      else field.value = field.defaultValue;
    }
    undoBase?.();
    store.set(key, null);
    notice.remove();
    fields[0].focus();
    form.dispatchEvent(new Event('input', { bubbles: true }));
  });
  notice.append(discard);
  form.prepend(notice);
  announce(draftRestored);
}
