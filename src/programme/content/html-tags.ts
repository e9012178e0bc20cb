import { allowedSchemes, allowedTags } from '../../web/markdown/allow-list.js';

/** An opening tag in a stretch of HTML, as a browser would read it. */
export interface HtmlTag {
  name: string;
  attributes: Map<string, string>;
  /** Number of line ends before it. */
  line: number;
}

interface Cursor {
  html: string;
  at: number;
}

const rawTextTags = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes']);

/** The opening tags of a stretch of HTML, in one pass: comments and the content of scripts are skipped. */
export function openingTags(html: string): HtmlTag[] {
  const tags: HtmlTag[] = [];
  const cursor = { html, at: 0 };
  let line = 0;
  let counted = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', cursor.at)) {
    cursor.at = at + 1;
    if (html.startsWith('!--', at + 1)) skipPast(cursor, '-->');
    else if (/[a-z]/i.test(html.charAt(at + 1))) {
      for (; counted < at; counted++) if (html.charCodeAt(counted) === 10) line++;
      const tag = {
        name: readWhile(cursor, /[^\s/>]/).toLowerCase(),
        attributes: readAttributes(cursor),
        line,
      };
      tags.push(tag);
      if (rawTextTags.has(tag.name)) skipRawText(cursor, tag.name);
    }
  }
  return tags;
}

/** Why a tag does not reach the reader as it was written; null when it does. */
export function strippedBecause(tag: HtmlTag): 'tag' | 'attribute' | 'address' | null {
  if (!allowedTags.includes(tag.name)) return 'tag';
  for (const [name, value] of tag.attributes) {
    if (name === 'style' || name.startsWith('on')) return 'attribute';
    if ((name === 'href' || name === 'src') && isUnsafeAddress(value)) return 'address';
  }
  return null;
}

function isUnsafeAddress(address: string): boolean {
  // Browsers ignore control characters and white space inside a scheme.
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.replace(/[\s\p{Cc}]/gu, ''))?.[1];
  return scheme !== undefined && !allowedSchemes.includes(scheme.toLowerCase());
}

function readAttributes(cursor: Cursor): Map<string, string> {
  const attributes = new Map<string, string>();
  const { html } = cursor;
  while (cursor.at < html.length) {
    readWhile(cursor, /[\s/]/);
    if (html.charAt(cursor.at) === '>' || cursor.at >= html.length) break;
    const name = html.charAt(cursor.at++) + readWhile(cursor, /[^\s/>=]/);
    readWhile(cursor, /\s/);
    const value = html.charAt(cursor.at) === '=' ? readValue(cursor) : '';
    if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), value);
  }
  cursor.at++;
  return attributes;
}

function readValue(cursor: Cursor): string {
  cursor.at++;
  readWhile(cursor, /\s/);
  const quote = cursor.html.charAt(cursor.at);
  if (quote !== '"' && quote !== "'") return readWhile(cursor, /[^\s>]/);
  const start = cursor.at + 1;
  cursor.at = start;
  skipPast(cursor, quote);
  return cursor.html.slice(start, cursor.at - 1);
}

function readWhile(cursor: Cursor, accepted: RegExp): string {
  const start = cursor.at;
  while (cursor.at < cursor.html.length && accepted.test(cursor.html.charAt(cursor.at))) cursor.at++;
  return cursor.html.slice(start, cursor.at);
}

function skipPast(cursor: Cursor, mark: string): void {
  const found = cursor.html.indexOf(mark, cursor.at);
  cursor.at = found < 0 ? cursor.html.length : found + mark.length;
}

/** To the closing tag; when there is none, the rest of the stretch belongs to the raw text, as in a browser. */
function skipRawText(cursor: Cursor, name: string): void {
  const close = new RegExp(`</${name}[\\s/>]`, 'gi');
  close.lastIndex = cursor.at;
  cursor.at = close.exec(cursor.html)?.index ?? cursor.html.length;
}
