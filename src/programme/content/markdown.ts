import MarkdownIt, { type Token } from 'markdown-it';

/** A block or inline token of markdown-it, as far as the reader looks at it. */
export type MarkdownToken = Token;

/** Reference-link definitions by normalised label, as markdown-it takes them in `env.references`. */
export type ReferenceDefinitions = Record<string, { href: string; title: string }>;

/** The blocks of a document; inline content is parsed piece by piece where it is needed. */
export interface Blocks {
  tokens: MarkdownToken[];
  definitions: ReferenceDefinitions;
}

const markdown = new MarkdownIt({ html: true });
// Parsing inline content takes quadratic time on hostile text, so no piece longer than this is looked into.
const maxInlineLength = 20_000;

/** Parses the blocks of a Markdown source; `token.map` gives the lines of each, from 0, end exclusive. */
export function parseBlocks(source: string): Blocks {
  const environment: { references?: ReferenceDefinitions } = {};
  const tokens: MarkdownToken[] = [];
  markdown.block.parse(source, markdown, environment, tokens);
  return { tokens, definitions: environment.references ?? {} };
}

/** Parses inline content, e.g. of a heading or of a paragraph; none when it is too long to be looked into. */
export function parseInline(content: string, definitions: ReferenceDefinitions): MarkdownToken[] {
  if (content.length > maxInlineLength) return [];
  return markdown.parseInline(content, { references: definitions })[0]?.children ?? [];
}

/** The text a reader sees in inline content, without any mark-up. */
export function inlineText(children: readonly MarkdownToken[]): string {
  return children.map(visibleText).join('');
}

function visibleText(token: MarkdownToken): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' ';
  if (token.type === 'html_inline') return /^<br\b/i.test(token.content) ? ' ' : '';
  if (token.type === 'image') return inlineText(token.children ?? []);
  return token.content;
}
