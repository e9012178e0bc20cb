import MarkdownIt, { type StateInline, type Token } from 'markdown-it';
import { escapeHtml } from './plain.js';

type Parser = InstanceType<typeof MarkdownIt>;

/** Lists and quotations nest this deep; what goes deeper is shown as plain text. */
export const maxNesting = 24;

/** Longest source that is read as Markdown, in UTF-16 units; a longer one is shown as plain text. */
export const maxSourceLength = 131_072;

/** Parser of citizens' text: no HTML, images, headings or indented code; every line break counts. */
export const citizenParser = new MarkdownIt({ html: false, breaks: true, linkify: true, maxNesting })
  .disable(['image', 'heading', 'lheading', 'hr', 'code', 'reference', 'table'])
  .use(plainLinks);
citizenParser.validateLink = (address) => /^(?:https?:\/\/|mailto:)[^\s]/i.test(address);
citizenParser.renderer.rules.link_open = (tokens, index, options, _env, renderer) => {
  tokens[index]?.attrSet('rel', 'nofollow ugc noopener');
  return renderer.renderToken(tokens, index, options);
};
// Without a class for the language: citizens choose no class names on our pages.
citizenParser.renderer.rules.fence = (tokens, index) =>
  `<pre><code>${escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;

/** Parser of programme text. Its HTML is not safe before it has been through the allow-list. */
export const programmeParser = new MarkdownIt({ html: true, linkify: true, maxNesting })
  .use(plainLinks)
  .use(liquid);
// Which addresses may stay is decided by the allow-list, for links of both Markdown and HTML.
programmeParser.validateLink = () => true;

/** Whether a part nests so deep that the parser has left it out. */
export function isTooDeep(tokens: readonly Token[]): boolean {
  return tokens.some((token) => token.level >= maxNesting - 1);
}

function plainLinks(parser: Parser): void {
  parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
}

/** Tags of the Liquid template language are text; Markdown must not find emphasis in them. */
function liquid(parser: Parser): void {
  parser.inline.ruler.before('escape', 'liquid', (state: StateInline, silent: boolean) => {
    const open = state.src.slice(state.pos, state.pos + 2);
    if (open !== '{{' && open !== '{%') return false;
    // Bounded, so that many openings without an end stay cheap.
    const window = state.src.slice(state.pos, Math.min(state.posMax, state.pos + 300));
    const end = window.indexOf(open === '{{' ? '}}' : '%}', 2);
    if (end < 0) return false;
    if (!silent) state.push('text', '', 0).content = window.slice(0, end + 2);
    state.pos += end + 2;
    return true;
  });
}
