import { normaliseText } from '../../web/text/characters.js';
import { merge3 } from './merge3.js';

/** Heading and Markdown of a section; without a heading for a preamble or a whole body. */
export interface SourceWording {
  heading: string | null;
  body: string;
}

/** Two texts to compare; `headed` when the first paragraph is a heading. */
export interface TextPair {
  before: string;
  after: string;
  headed: boolean;
}

/** Heading and body as one text, for comparing. */
export function sourceText({ heading, body }: SourceWording): string {
  if (!heading) return body;
  return body === '' ? heading : `${heading}\n\n${body}`;
}

/** Two wordings of one section. */
export function wordingPair(before: SourceWording, after: SourceWording): TextPair {
  return { before: sourceText(before), after: sourceText(after), headed: Boolean(before.heading) };
}

/** Whether two wordings are the same to a reader of their source. */
export function isSame(one: SourceWording, other: SourceWording): boolean {
  return (
    (one.heading ?? '') === (other.heading ?? '') && normaliseText(one.body) === normaliseText(other.body)
  );
}

/** Three wordings merged by words, heading and body each; null where they collide. */
export function mergeWording(
  base: SourceWording,
  current: SourceWording,
  proposed: SourceWording,
): SourceWording | null {
  const heading = merge3(base.heading ?? '', current.heading ?? '', proposed.heading ?? '');
  const body = merge3(normaliseText(base.body), normaliseText(current.body), normaliseText(proposed.body));
  if (!heading.clean || !body.clean) return null;
  return { heading: current.heading === null ? null : heading.text, body: body.text };
}
