import type { Token } from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { citizenParser, isTooDeep, maxSourceLength, programmeParser } from './parsers.js';

/**
 * The text of a Markdown source without its marks, for descriptions, mails and exports: blocks on lines of their own,
 * list items begin with "- ". In programme text HTML is removed; in a citizen's text it is what they wrote and stays.
 */
export function plainText(source: string, kind: 'programme' | 'citizen' = 'programme'): string {
  if (source.length > maxSourceLength) return source.trim();
  const parser = kind === 'programme' ? programmeParser : citizenParser;
  const tokens = parser.parse(source, {});
  if (isTooDeep(tokens)) return source.trim();
  let text = '';
  for (const token of tokens) text += blockText(token);
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function blockText(token: Token): string {
  if (token.type === 'list_item_open') return '\n- ';
  if (token.type === 'inline') return inlineText(token.children ?? []);
  if (token.type === 'fence' || token.type === 'code_block') return `\n${token.content}\n`;
  if (token.type === 'html_block') return `${withoutTags(token.content)}\n`;
  if (token.type === 'td_close' || token.type === 'th_close') return ' ';
  if (token.type === 'tr_close') return '\n';
  return token.block && token.nesting === -1 && !token.hidden && token.type !== 'list_item_close'
    ? '\n\n'
    : '';
}

function inlineText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'softbreak' || token.type === 'hardbreak') return '\n';
      if (token.type === 'html_inline') return /^<br\b/i.test(token.content) ? '\n' : '';
      return token.content;
    })
    .join('');
}

function withoutTags(html: string): string {
  const spaced = html.replace(/<(?:br|\/(?:p|div|li|dt|dd|tr|h[1-6]))\b/gi, (tag) => `\n${tag}`);
  return unescapeText(sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {}, nestingLimit: 60 }));
}

/** sanitize-html leaves exactly these escaped in text. */
function unescapeText(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
