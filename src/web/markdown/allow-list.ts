/** HTML elements that programme text may carry; anything else is taken away when it is shown. */
export const allowedTags: readonly string[] = [
  ...[
    'p',
    'br',
    'hr',
    'div',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'blockquote',
    'pre',
    'figure',
    'figcaption',
  ],
  ...['a', 'abbr', 'b', 'cite', 'code', 'del', 'em', 'i', 'ins', 'kbd', 'mark', 'q', 's', 'small', 'span'],
  ...['strong', 'sub', 'sup', 'u', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'img'],
  ...['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
];

/** Attributes of those elements that are kept. */
export const allowedAttributes: Readonly<Record<string, string[]>> = {
  a: ['href'],
  img: ['src', 'alt'],
  ol: ['start'],
  abbr: ['title'],
  th: ['colspan', 'rowspan', 'scope'],
  td: ['colspan', 'rowspan'],
};

/** Schemes that a link may have. A relative address has none. */
export const allowedSchemes: readonly string[] = ['http', 'https', 'mailto', 'tel'];
