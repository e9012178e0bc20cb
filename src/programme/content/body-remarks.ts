import { type Diagnostic, diagnostic } from './diagnostics.js';
import { openingTags, strippedBecause } from './html-tags.js';
import { type Blocks, type MarkdownToken, parseInline } from './markdown.js';

/** A stretch of HTML or an address, with the line of the file where it stands. */
interface Found {
  text: string;
  line: number;
}

/** What will not reach the reader as it was written: HTML that is removed, Liquid, relative addresses. */
export function bodyRemarks(lines: readonly string[], blocks: Blocks, offset: number): Diagnostic[] {
  const html: Found[] = [];
  const addresses: Found[] = [];
  for (const token of blocks.tokens) {
    const line = offset + (token.map?.[0] ?? 0) + 1;
    if (token.type === 'html_block') html.push({ text: token.content, line });
    if (token.type === 'inline') collectInline(token, line, blocks, html, addresses);
  }
  return [
    ...strippedHtml(html, addresses),
    ...firstLiquid(lines, offset),
    ...addresses
      .filter(({ text }) => isRelative(text))
      .slice(0, 1)
      .map(relativeRemark),
  ];
}

function collectInline(
  token: MarkdownToken,
  start: number,
  blocks: Blocks,
  html: Found[],
  addresses: Found[],
) {
  let line = start;
  for (const child of parseInline(token.content, blocks.definitions)) {
    if (child.type === 'softbreak' || child.type === 'hardbreak') line++;
    if (child.type === 'html_inline') html.push({ text: child.content, line });
    const address = child.attrGet('href') ?? child.attrGet('src');
    if (address) addresses.push({ text: String(address), line });
  }
}

/** Once per tag; also gathers the addresses that stand in HTML. */
function strippedHtml(html: readonly Found[], addresses: Found[]): Diagnostic[] {
  const remarks = new Map<string, Diagnostic>();
  for (const { text, line } of html) {
    for (const tag of openingTags(text)) {
      const address = tag.attributes.get('href') ?? tag.attributes.get('src');
      if (address && (tag.name === 'a' || tag.name === 'img')) {
        addresses.push({ text: address, line: line + tag.line });
      }
      const reason = strippedBecause(tag);
      if (reason === null || remarks.has(tag.name)) continue;
      const name = tag.name.slice(0, 40);
      remarks.set(tag.name, diagnostic('W-HTML-STRIPPED', line + tag.line, { tag: name, reason }));
    }
  }
  return [...remarks.values()];
}

function firstLiquid(lines: readonly string[], offset: number): Diagnostic[] {
  const at = lines.findIndex((line) => hasPair(line, '{{', '}}') || hasPair(line, '{%', '%}'));
  return at < 0 ? [] : [diagnostic('W-LIQUID', offset + at + 1)];
}

function hasPair(line: string, open: string, close: string): boolean {
  const at = line.indexOf(open);
  return at >= 0 && line.indexOf(close, at + 2) >= 0;
}

/** An address with neither scheme nor host, which needs the configured base. */
function isRelative(address: string): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\{|%7b)/i.test(address.trim());
}

function relativeRemark({ text, line }: Found): Diagnostic {
  return diagnostic('I-LINK-RELATIVE', line, { address: text.slice(0, 120) });
}
