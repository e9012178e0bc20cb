import { fieldsOf, partOf, postForPart } from './fragment.js';
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
  // Some browsers give no focus to a button that is clicked.
  const focused = submitter?.id || document.activeElement?.id;
  form.setAttribute('aria-busy', 'true');
  try {
    const answer = await postForPart(form, fieldsOf(form, submitter));
    if (answer.ok && (answer.movedTo || !answer.whole)) tell(form, 'podnet:sent');
    if (answer.movedTo && answer.movedTo.pathname !== location.pathname) {
      location.assign(answer.movedTo);
      return;
    }
    // A whole page that is not this one moved on, such as a form with errors, is the browser's to show.
    if (answer.whole && !answer.movedTo) throw new Error('another page');
    const { part, said } = partOf(answer.html, target.id);
    if (!part) throw new Error('not in the answer');
    target.replaceWith(part);
    settle(part, focused, said);
  } catch {
    sendPlainly(form, submitter);
  }
}

const tell = (element, name) => element.dispatchEvent(new CustomEvent(name, { bubbles: true }));

/** Leaves the focus where one expects it and says what happened. */
function settle(part, focused, said) {
  const same = focused ? document.getElementById(focused) : null;
  const place = part.querySelector('[data-focus]') ?? same ?? part;
  if (place !== same) place.tabIndex = -1;
  place.focus({ preventScroll: place === same });
  announce(said);
  tell(part, 'podnet:swapped');
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
