import { sectionPath, versionPath, versionsPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import type { Passage } from '../programme/wording/blame.js';
import type { AcceptedSuggestion, Origin } from '../suggestions/authorship.js';
import type { Authorship } from '../suggestions/authorship.service.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { PointState } from './point-state.service.js';
import { trail } from './trail.page.js';

/** What the page is made of; passages of each of the point's sections in their order. */
export interface AuthorshipContent {
  state: PointState;
  authorship: Authorship;
  locale: Locale;
}

/** Characters of a quotation that are shown; the words are counted whole. */
const longestQuote = 400;

/** Model of pages/authorship. */
export function authorshipPage(content: AuthorshipContent) {
  const { state, authorship, locale } = content;
  const { programme, point, sections } = state;
  const passages = authorship.passages.flat();
  const total = wordsIn(passages);
  return {
    trail: trail(locale, programme, point),
    title: point.title,
    words: total,
    isCut: authorship.isCut,
    versionsHref: localPath(locale, versionsPath(programme.uid, point.slug)),
    summary: total === 0 ? null : summary(passages, total, content),
    sections: sections.map((section, at) => ({
      number: section.number,
      href: localPath(locale, sectionPath(programme.uid, point.slug, section.number)),
      paragraphs: paragraphs(section, authorship.passages[at] ?? [], content),
    })),
    suggestions: authorship.suggestions.map((suggestion) => livingWords(suggestion, content)),
  };
}

/** How many words came from where; the rows add up to the whole text. */
function summary(passages: readonly Passage<Origin>[], total: number, content: AuthorshipContent) {
  const words = new Map<Origin, number>();
  for (const { origin, words: count } of passages) words.set(origin, (words.get(origin) ?? 0) + count);
  const rows = [...words].filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
  return {
    total,
    rows: rows.map(([origin, count]) => ({
      ...source(origin, content),
      words: count,
      share: Math.round((1000 * count) / total) / 10,
    })),
  };
}

/** Where a passage leads, and what that is called. */
function source(origin: Origin, { state, locale }: AuthorshipContent) {
  const text = (key: string, params = {}) => translate(locale, `pages.authorship.${key}`, params);
  if (origin.kind === 'earlier')
    return { kind: origin.kind, mark: text('mark.earlier'), name: text('earlier'), author: null, href: null };
  if (origin.kind === 'suggestion') {
    const { number, authorName } = origin.suggestion;
    const href = localPath(locale, `/navrhy/${number}`);
    const name = text('suggestion', { number });
    return { kind: origin.kind, mark: text('mark.suggestion', { number }), name, author: authorName, href };
  }
  const { cause, versionNumber, pointId } = origin.step;
  const isHere = pointId === state.point.id;
  const path = versionPath(state.programme.uid, state.point.slug, versionNumber);
  return {
    kind: origin.kind,
    mark: text('mark.version', { number: versionNumber }),
    name: text(isHere ? 'version' : 'versionElsewhere', { number: versionNumber, cause }),
    author: null,
    href: isHere ? localPath(locale, path) : null,
  };
}

/** One piece of a paragraph that came from one place; marked where the passage ends. */
interface Piece {
  text: string;
  /** White space after it, behind the mark. */
  space: string;
  kind: Origin['kind'] | 'first';
  source: ReturnType<typeof source> | null;
}

/** A section's passages as paragraphs; the first one is its heading where it has one. */
function paragraphs(
  { heading }: Pick<SectionText, 'heading'>,
  passages: readonly Passage<Origin>[],
  content: AuthorshipContent,
) {
  const laid: Piece[][] = [[]];
  for (const { origin, text, words } of passages) {
    const pieces = text.split(/\n[^\S\n]*\n\s*/);
    const end = pieces.findLastIndex((piece) => piece.trim() !== '');
    for (const [at, piece] of pieces.entries()) {
      if (at > 0) laid.push([]);
      if (piece === '') continue;
      const said = piece.trimEnd();
      const laidOut = { text: said, space: piece.slice(said.length), kind: kindOf(origin) };
      const isMarked = at === end && words > 0;
      laid.at(-1)?.push({ ...laidOut, source: isMarked ? source(origin, content) : null });
    }
  }
  return laid
    .filter((pieces) => pieces.length > 0)
    .map((pieces, at) => ({ heading: at === 0 && heading !== null, pieces }));
}

/** What the point began with is the ground that the rest stands out from. */
function kindOf(origin: Origin): Piece['kind'] {
  return origin.kind === 'version' && origin.step.versionNumber === 1 ? 'first' : origin.kind;
}

/** An accepted suggestion with the words of it that the text still has. */
function livingWords(suggestion: AcceptedSuggestion, { state, authorship, locale }: AuthorshipContent) {
  const { number, kind, authorName, stance, adapted, versionNumber } = suggestion;
  const { programme, point, sections } = state;
  const quotes = authorship.passages.flatMap((passages, at) => {
    const own = passages.filter(({ origin, words }) => words > 0 && isOf(origin, number));
    const section = sections[at]?.number ?? 0;
    return own.map(({ text, words }) => ({
      text: shortened(text.trim()),
      words,
      section,
      href: localPath(locale, sectionPath(programme.uid, point.slug, section)),
    }));
  });
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    kind,
    author: authorName,
    distances: stance === 'distances',
    adapted,
    version: {
      number: versionNumber,
      href: localPath(locale, versionPath(programme.uid, point.slug, versionNumber)),
    },
    words: quotes.reduce((sum, { words }) => sum + words, 0),
    quotes,
  };
}

function isOf(origin: Origin, number: number): boolean {
  return origin.kind === 'suggestion' && origin.suggestion.number === number;
}

function wordsIn(passages: readonly Passage<Origin>[]): number {
  return passages.reduce((sum, { words }) => sum + words, 0);
}

function shortened(text: string): string {
  return text.length <= longestQuote ? text : `${text.slice(0, longestQuote).trimEnd()}…`;
}
