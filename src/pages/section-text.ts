import { LRUCache } from 'lru-cache';
import type { SectionText } from '../programme/points.service.js';
import { type Definitions, readDefinitions } from '../web/markdown/definitions.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import type { Pictures } from './pictures.service.js';

/** Rendered wordings; a wording never changes, only what its reference links lead to may. */
const rendered = new LRUCache<string, string>({
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: (html) => html.length * 2 + 100,
});

/** Reference-link definitions of a point; they serve every section. */
export function definitionsOf(sections: readonly SectionText[]): Definitions {
  const bodies = sections.map((section) => section.body).filter((body) => body.includes(']:'));
  return bodies.length > 0 ? readDefinitions(bodies.join('\n\n')) : {};
}

/** Text of a section as safe HTML, its own headings beginning at a level. */
export function sectionHtml(
  section: Pick<SectionText, 'revisionId' | 'body'>,
  definitions: Definitions,
  headingBase: number,
  pictures: Pictures,
): string {
  const key = `${section.revisionId}|${headingBase}|${JSON.stringify(definitions)}`;
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const image = (address: string) => (/^(?:[a-z]+:|\/\/)/i.test(address) ? null : pictures.find(address));
  const html = renderProgrammeMarkdown(section.body, { headingBase, definitions, image });
  rendered.set(key, html);
  return html;
}
