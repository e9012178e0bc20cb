/** The form's fields as the browser itself would send them with this button. */
export function fieldsOf(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  return fields;
}

/**
 * Posts fields and asks for the changed part of the page only. The answer may be that part, or a whole page when the
 * server knows no part or sends the reader somewhere (`movedTo`).
 */
export async function postForPart(form, fields, signal) {
  // Not form.action: a field of that name would hide it.
  const response = await fetch(form.getAttribute('action') ?? location.href, {
    method: 'POST',
    body: fields,
    headers: { 'X-Fragment': '1' },
    signal,
  });
  const html = await response.text();
  return {
    ok: response.ok,
    html,
    whole: /<!doctype|<html/i.test(html.slice(0, 500)),
    movedTo: response.redirected ? new URL(response.url) : null,
  };
}

/** Takes the new state of an element out of an answer; `said` is the sentence for people who cannot see the change. */
export function partOf(html, id) {
  const answer = new DOMParser().parseFromString(html, 'text/html');
  const part = answer.getElementById(id);
  const said = part?.querySelector('[data-status]') ?? answer.querySelector('.flashes .notice');
  return { part: part && document.adoptNode(part), said: said?.textContent ?? '' };
}
