const special: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => special[character] ?? character);

/**
 * The plain text of a mail as HTML, everything escaped; addresses of this site become links within it, so that they
 * also work where the site is reached under another name. Other addresses stay text.
 */
export function mailHtml(text: string, baseUrl: string): string {
  const base = baseUrl.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const address = new RegExp(`(${base}(?:[/?#][^\\s<>"')]*)?)(?![^\\s<>"')])`);
  return text
    .split(address)
    .map((part, place) => (place % 2 === 0 ? escapeHtml(part) : link(part, baseUrl)))
    .join('');
}

function link(address: string, baseUrl: string): string {
  const path = address.slice(baseUrl.length);
  const href = path.startsWith('/') ? path : `/${path}`;
  return href.startsWith('//')
    ? escapeHtml(address)
    : `<a href="${escapeHtml(href)}">${escapeHtml(address)}</a>`;
}
