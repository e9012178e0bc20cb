import { merge3, resolveAll } from '../programme/wording/merge3.js';
import type { SourceWording } from '../programme/wording/wording.js';
import { normaliseText } from '../web/text/characters.js';

/**
 * A wording that takes over all that changed in the text meanwhile but where that excludes its author's own words: to
 * begin with for whoever adapts it.
 */
export function ownFirst(own: SourceWording, base: SourceWording, current: SourceWording): SourceWording {
  const heading = merged(base.heading ?? '', current.heading ?? '', own.heading ?? '');
  const body = merged(normaliseText(base.body), normaliseText(current.body), normaliseText(own.body));
  return { heading: current.heading === null ? null : heading, body };
}

function merged(base: string, current: string, own: string): string {
  const merge = merge3(base, current, own);
  return merge.clean ? merge.text : resolveAll(merge.parts, 'proposed');
}
