import { diffLabels } from '../programme/wording/diff.page.js';
import { diffHtml } from '../programme/wording/diff-html.js';
import type { Hunk } from '../programme/wording/hunks.js';
import { excerpt, notedParts } from '../programme/wording/noted.js';
import type { Clash } from '../programme/wording/together.js';
import { sourceText } from '../programme/wording/wording.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { Compared, Exclusion, Weighed } from './board.js';
import type { WaitingSuggestion } from './contenders.service.js';

/** Words shown around a change. */
const wordsAround = 12;
/** As many numbers stand beside a change; all of them stand below the text, and can be followed there. */
const mostMarked = 3;

/** Model of suggestions/contender: what a suggestion changes in today's text, with the places others exclude marked. */
export function contenderModel(suggestion: WaitingSuggestion, weighed: Weighed, locale: Locale) {
  const { number, author, supports, opposes, standing, proposal } = suggestion;
  const against = [...(weighed.exclusions.get(number) ?? [])].sort(([one], [other]) => one - other);
  const compared = weighed.compared.find((one) => one.number === number);
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    kind: proposal.kind,
    author,
    supports,
    opposes,
    earlier: null,
    merged: standing === 'merged',
    against: against
      .filter(([, exclusion]) => exclusion !== 'removal')
      .map(([other]) => ({ number: other, href: localPath(locale, `/navrhy/${other}`) })),
    whole: named(against.filter(([, exclusion]) => isWhole(exclusion)).map(([other]) => other)),
    html: compared ? changesHtml(compared, weighed, against, locale) : '',
  };
}

/** Numbers for a sentence that tells one from several; null where there are none. */
export function named(numbers: readonly number[]): { numbers: string; count: number } | null {
  return numbers.length > 0 ? { numbers: numbers.join(', '), count: numbers.length } : null;
}

/** What a suggestion says, where it cannot be compared with today's text by words. */
export function plainContender(suggestion: WaitingSuggestion, locale: Locale) {
  const { number, author, supports, opposes } = suggestion;
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    author,
    supports,
    opposes,
    earlier: null,
  };
}

function changesHtml(
  { proposal, heading, body }: Compared,
  { current }: Weighed,
  against: readonly [number, Exclusion][],
  locale: Locale,
): string {
  const labels = diffLabels(locale);
  if (proposal.kind === 'remove') return '';
  if (proposal.kind === 'add')
    return diffHtml([{ kind: 'inserted', text: sourceText(proposal) }], labels, 'changes', true);
  const noteIn = (side: 'heading' | 'body') => (hunk: Hunk | null) => noteOf(hunk, side, against, locale);
  const headingHtml =
    heading.text === current.heading.text
      ? ''
      : diffHtml(notedParts(current.heading, heading, noteIn('heading')), labels, 'changes', true);
  const parts = excerpt(notedParts(current.body, body, noteIn('body')), wordsAround);
  const isUntouched = parts.every(({ kind }) => kind === 'same');
  return headingHtml + (isUntouched ? '' : diffHtml(parts, labels));
}

/** With whom a change clashes. */
function noteOf(
  hunk: Hunk | null,
  side: 'heading' | 'body',
  against: readonly [number, Exclusion][],
  locale: Locale,
): string | undefined {
  if (hunk === null) return undefined;
  const numbers = against
    .filter(([, exclusion]) => exclusion !== 'removal' && touches(exclusion[side], hunk))
    .map(([number]) => number);
  return numbers.length > 0 ? markOf(numbers, locale) : undefined;
}

function markOf(numbers: readonly number[], locale: Locale): string {
  // One more takes as much room as saying that there is one more.
  if (numbers.length <= mostMarked + 1)
    return translate(locale, 'suggestions.board.mark', { numbers: numbers.join(', ') });
  const named = numbers.slice(0, mostMarked).join(', ');
  return translate(locale, 'suggestions.board.markMany', { named, count: numbers.length - mostMarked });
}

function touches(clash: Clash | null, { oldStart, oldLength }: Hunk): boolean {
  if (clash === null || clash === 'whole') return false;
  return clash.some(({ start, end }) => oldStart >= start && oldStart + oldLength <= end);
}

function isWhole(exclusion: Exclusion): boolean {
  return exclusion !== 'removal' && (exclusion.heading === 'whole' || exclusion.body === 'whole');
}
