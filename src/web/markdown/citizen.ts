import { citizenParser, isTooDeep, maxSourceLength } from './parsers.js';
import { plainParagraphs } from './plain.js';

/**
 * Renders a citizen's text as safe HTML: paragraphs with line breaks, emphasis, lists, quotations, code and links to
 * http, https and mailto with `rel="nofollow ugc noopener"`. HTML is shown as text; there are no images or headings.
 * Too long or too deep a text is shown as it was written.
 */
export function renderCitizenMarkdown(source: string): string {
  if (source.length > maxSourceLength) return plainParagraphs(source);
  const env = {};
  const tokens = citizenParser.parse(source, env);
  if (isTooDeep(tokens)) return plainParagraphs(source);
  return citizenParser.renderer.render(tokens, citizenParser.options, env);
}
