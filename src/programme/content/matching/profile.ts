import { folded } from '../plain.js';
import type { SectionContent } from '../sections.js';
import { type Bag, trigrams, wordBigrams } from './similarity.js';

/** What matching needs to know of a section. */
export type MatchableSection = Pick<SectionContent, 'kind' | 'heading' | 'body'>;

/** A section prepared for comparison. */
export interface Profile {
  kind: SectionContent['kind'];
  /** Null without a heading, or when the heading is only numbering and punctuation. */
  headingKey: string | null;
  headingTrigrams: Bag;
  bigrams: Bag;
  /** The body to the letter, which tells where there are no words to compare. */
  body: string;
  /** Place in its point, 0 first to 1 last. */
  position: number;
}

/** Prepares the sections of one state of a point. */
export function profiles(sections: readonly MatchableSection[]): Profile[] {
  return sections.map((section, i) => {
    const headingKey = headingKeyOf(section.heading);
    return {
      kind: section.kind,
      headingKey,
      headingTrigrams: trigrams(headingKey ?? ''),
      bigrams: wordBigrams(bodyWords(section.body)),
      body: section.body,
      position: sections.length > 1 ? i / (sections.length - 1) : 0,
    };
  });
}

/** A heading in lower case, without diacritics, numbering and punctuation; null when nothing is left. */
export function headingKeyOf(heading: string | null): string | null {
  const text = folded(heading ?? '').trim();
  const unnumbered = text.replace(/^(?:\(?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.)]|\d+)(?=\s)\s*/, '');
  const words = unnumbered.match(/[\p{L}\p{N}]+/gu) ?? text.match(/[\p{L}\p{N}]+/gu);
  return words?.join(' ') ?? null;
}

/** The words of a body, folded, without tags and addresses. */
export function bodyWords(body: string): string[] {
  const text = body
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\]\([^()\s]*\)/g, '] ')
    .replace(/\b(?:https?:\/\/|www\.)[^\s<>()]+/gi, ' ');
  return folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
