import { fieldsOf, postForFragment, swap } from './fragment.js';
import { announce } from './status.js';

const sending = new WeakSet();

/**
 * Forms with data-enhance="id of an element" are sent without leaving the page; the answer takes the element's place.
 * Whatever goes wrong, the form is sent the plain way, and every form is sent once however often it is pressed.
 */
export function enhanceForms() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post') return;
    if (sending.has(form)) {
      event.preventDefault();
      return;
    }
    sending.add(form);
    const target = document.getElementById(form.dataset.enhance);
    if (!target) {
      // The page is about to change; should it not (a download), the form works again after a while.
      setTimeout(() => sending.delete(form), 4000);
      return;
    }
    event.preventDefault();
    send(form, event.submitter, target);
  });
  // Back from the next page by the browser's memory: the form may be sent again.
  addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.forms) sending.delete(form);
  });
}

async function send(form, submitter, target) {
  const focused = document.activeElement?.id;
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await postForFragment(form, fieldsOf(form, submitter));
    if (answer.redirectedTo) {
      form.dispatchEvent(new CustomEvent('podnet:sent', { bubbles: true }));
      location.assign(answer.redirectedTo);
      return;
    }
    if (answer.ok) form.dispatchEvent(new CustomEvent('podnet:sent', { bubbles: true }));
    const fresh = answer.html && swap(target, answer.html);
    if (!fresh) throw new Error('not a fragment');
    settle(fresh, focused);
  } catch {
    sendPlainly(form, submitter);
  }
}

/** Leaves the focus where one expects it and says what happened. */
function settle(fresh, focused) {
  const marked = fresh.querySelector('[data-focus]');
  const same = focused ? document.getElementById(focused) : null;
  const place = marked ?? same ?? fresh;
  if (place !== same) place.tabIndex = -1;
  place.focus({ preventScroll: place === same });
  announce(fresh.querySelector('[data-status]')?.textContent);
  fresh.dispatchEvent(new CustomEvent('podnet:swapped', { bubbles: true }));
}

function sendPlainly(form, submitter) {
  if (submitter?.name) {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = submitter.name;
    field.value = submitter.value;
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
