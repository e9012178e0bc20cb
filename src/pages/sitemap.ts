/** Addresses of one page, each with the site's host. */
export interface PageAddresses {
  cs: string;
  en: string;
}

/** A sitemap in which every page names its other language. https://www.sitemaps.org/protocol.html */
export function sitemap(pages: readonly PageAddresses[]): string {
  const entries = pages.flatMap(({ cs, en }) => {
    const links = [alternate('cs', cs), alternate('en', en)].join('');
    return [cs, en].map((address) => `<url><loc>${escapeXml(address)}</loc>${links}</url>`);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
${entries.join('\n')}
</urlset>
`;
}

function alternate(language: string, address: string): string {
  return `<xhtml:link rel="alternate" hreflang="${language}" href="${escapeXml(address)}"/>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
