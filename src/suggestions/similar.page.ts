import { type DiffPart, wordDiff } from '../programme/wording/diff.js';
import { diffLabels } from '../programme/wording/diff.page.js';
import { diffHtml } from '../programme/wording/diff-html.js';
import { isSame, type SourceWording } from '../programme/wording/wording.js';
import type { Locale } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { beforeAndAfter, type Proposal } from './proposal.js';
import { hardlySimilar, similarity, verySimilar } from './similar.js';
import type { SuggestionView } from './suggestion-reads.js';

/** A waiting suggestion beside a proposal that is being written. */
export interface Similar {
  suggestion: SuggestionView;
  /** As `similarity`. */
  likeness: number;
}

/** Suggestions shown beside a new one. */
const shownAtOnce = 5;

/** Characters of texts that are compared for one answer; what is beyond them counts as not alike. */
const comparedAtOnce = 200_000;

/** Characters around a change, and of an excerpt in all. */
const around = 40;
const longestExcerpt = 360;

/** Waiting suggestions on the section, the most alike first, then those with the most support. */
export function mostSimilar(
  proposal: Proposal,
  base: SourceWording,
  waiting: readonly SuggestionView[],
): Similar[] {
  let compared = 0;
  const all = waiting.map((suggestion) => {
    compared +=
      suggestion.body.length + suggestion.base.body.length + base.body.length + proposal.body.length;
    const other = { proposal: proposalOf(suggestion), base: suggestion.base };
    const likeness = compared > comparedAtOnce ? 0 : similarity({ proposal, base }, other);
    return { suggestion, likeness };
  });
  all.sort(
    (one, other) => other.likeness - one.likeness || other.suggestion.supports - one.suggestion.supports,
  );
  return all.slice(0, shownAtOnce);
}

/** Those so much alike that whoever sends a proposal should have seen them, by number. */
export function toBeSeen(similar: readonly Similar[]): number[] {
  return similar.filter(({ likeness }) => likeness >= verySimilar).map(({ suggestion }) => suggestion.number);
}

/** One entry of `similar` in suggestions/preview. */
export function similarModel(
  { suggestion, likeness }: Similar,
  { proposal, draft }: { proposal: Proposal; draft: string },
  locale: Locale,
) {
  const { number, base, supports, wordingNumber, author, kind } = suggestion;
  const own = proposalOf(suggestion);
  const texts = beforeAndAfter(base, own);
  const { parts } = wordDiff(texts.before, texts.after);
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    author: author.name,
    kind,
    html: diffHtml(excerptOf(parts), diffLabels(locale)),
    supports,
    wording: wordingNumber,
    action: localPath(locale, `/navrhy/${number}/hlas`),
    draft,
    likeness: kind === proposal.kind && isSame(own, proposal) ? ('same' as const) : degreeOf(likeness),
  };
}

function degreeOf(likeness: number): 'very' | 'some' | 'none' {
  if (likeness >= verySimilar) return 'very';
  return likeness >= hardlySimilar ? 'some' : 'none';
}

function proposalOf({ kind, heading, body }: SuggestionView): Proposal {
  return { kind, heading, body };
}

/** The changes with a few words around them, as much as fits. */
function excerptOf(parts: readonly DiffPart[]): DiffPart[] {
  const excerpt: DiffPart[] = [];
  let left = longestExcerpt;
  for (const [at, part] of parts.entries()) {
    const text = part.kind === 'same' ? surrounding(part.text, at === 0, at === parts.length - 1) : part.text;
    const line = text.replace(/\s*\n\s*/g, ' ');
    const fits = line.length <= left ? line : `${line.slice(0, left)}…`;
    excerpt.push({ kind: part.kind, text: fits });
    left -= fits.length;
    if (left <= 0) break;
  }
  return excerpt;
}

function surrounding(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= 2 * around) return text;
  const head = isFirst ? '' : text.slice(0, around).replace(/\S*$/, '');
  const tail = isLast ? '' : text.slice(-around).replace(/^\S*/, '');
  return `${head}…${tail}`;
}
