import { sectionPath } from '../programme/paths.js';
import { wordDiff } from '../suggestions/diff.js';
import { diffHtml } from '../suggestions/diff-html.js';
import type { SuggestionView } from '../suggestions/suggestion-reads.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';

/** The section a suggestion is about, for links. */
export interface SuggestionPlace {
  programmeUid: string;
  pointSlug: string;
  sectionNumber: number;
}

/** Model of components/suggestion-card. */
export function suggestionCard(suggestion: SuggestionView, place: SuggestionPlace, locale: Locale) {
  const { number, kind, state, author, createdAt } = suggestion;
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    state,
    kind,
    author: { name: author.name },
    createdAt,
    reasonHtml: suggestion.reason ? renderCitizenMarkdown(suggestion.reason) : null,
    diff: kind === 'remove' ? null : diffModel(suggestion, locale),
    support: null,
    comments: 0,
    decision: decisionModel(suggestion, place, locale),
  };
}

function diffModel(suggestion: SuggestionView, locale: Locale) {
  const { number, kind, base, heading, body } = suggestion;
  const before = kind === 'add' ? '' : source(base.heading, base.body);
  const { parts, insertions, deletions, rewritten } = wordDiff(before, source(heading, body));
  const label = (name: string) => translate(locale, `suggestions.diff.${name}`);
  const html = diffHtml(parts, {
    inserted: label('inserted'),
    insertedEnd: label('insertedEnd'),
    deleted: label('deleted'),
    deletedEnd: label('deletedEnd'),
  });
  return { id: `zmeny-${number}`, html, insertions, deletions, rewritten: rewritten && kind !== 'add' };
}

function source(heading: string | null, body: string): string {
  return heading ? `${heading}\n\n${body}` : body;
}

function decisionModel(suggestion: SuggestionView, place: SuggestionPlace, locale: Locale) {
  const { state, decidedBy, decidedAt, statement, versionNumber } = suggestion;
  if (state === 'open' || decidedAt === null) return null;
  const section = sectionPath(place.programmeUid, place.pointSlug, place.sectionNumber);
  return {
    kind: state,
    by: state === 'withdrawn' ? null : decidedBy,
    at: decidedAt,
    ground: null,
    html: statement ? renderCitizenMarkdown(statement) : null,
    version: versionNumber === null ? null : { number: versionNumber, href: localPath(locale, section) },
  };
}
