/** The form's fields as the browser itself would send them with this button. */
export function fieldsOf(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  return fields;
}

/** Posts fields and asks for the changed part of the page only. */
export async function postForFragment(form, fields, signal) {
  // Not form.action: a field of that name would hide it.
  const response = await fetch(form.getAttribute('action') ?? location.href, {
    method: 'POST',
    body: fields,
    headers: { 'X-Fragment': '1' },
    signal,
  });
  const html = await response.text();
  const whole = response.redirected || /<!doctype|<html/i.test(html.slice(0, 500));
  return {
    ok: response.ok,
    redirectedTo: response.redirected ? response.url : null,
    html: whole ? null : html,
  };
}

/** Puts the answer in the place of an element; gives back what stands there now, or null when it does not fit. */
export function swap(target, html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const fresh = template.content.getElementById(target.id);
  if (!fresh) return null;
  target.replaceWith(fresh);
  return fresh;
}
