import { type Locale, translate } from '../../web/i18n/messages.js';
import { wordDiff } from './diff.js';
import { type DiffLabels, diffHtml } from './diff-html.js';
import type { TextPair } from './wording.js';

/** Model of components/diff. */
export interface DiffModel {
  id: string;
  html: string;
  insertions: number;
  deletions: number;
  rewritten: boolean;
}

/** Compares two texts for components/diff; `id` is unique on the page. */
export function diffModel({ before, after, headed }: TextPair, id: string, locale: Locale): DiffModel {
  const { parts, insertions, deletions, rewritten } = wordDiff(before, after);
  return {
    id,
    html: diffHtml(parts, diffLabels(locale), 'changes', headed),
    insertions,
    deletions,
    rewritten,
  };
}

/** The words around changes. */
export function diffLabels(locale: Locale): DiffLabels {
  return {
    inserted: translate(locale, 'programme.diff.inserted'),
    insertedEnd: translate(locale, 'programme.diff.insertedEnd'),
    deleted: translate(locale, 'programme.diff.deleted'),
    deletedEnd: translate(locale, 'programme.diff.deletedEnd'),
  };
}
