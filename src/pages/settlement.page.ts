import { commentPath } from '../feedback/comment-address.js';
import { sectionPath, settlementPath, versionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import type { SuggestionView } from '../suggestions/suggestion-reads.js';
import { isEmptied } from '../suggestions/suggestions.rules.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import type { PointState } from './point-state.service.js';
import { type SettlementAsked, type SettlementFilter, settlementQuery } from './settlement.filter.js';
import type { Settled, SettledAnswer, SettledComment, SettlementPart } from './settlement.service.js';
import { trail } from './trail.page.js';

/** Contributions on a page, and at once for printing. */
export const settledPerPage = 50;
export const settledPrinted = 500;

/** What the page is made of. */
export interface SettlementContent {
  state: PointState;
  part: SettlementPart;
  asked: SettlementAsked;
  locale: Locale;
}

/** Model of pages/settlement. */
export function settlementPage(content: SettlementContent) {
  const { state, part, asked, locale } = content;
  const { programme, point } = state;
  const { suggestions, comments } = part.counts;
  const href = (change: Partial<SettlementAsked>) =>
    localPath(locale, settlementPath(programme.uid, point.slug)) + settlementQuery({ ...asked, ...change });
  const shown = part.rows.slice(0, asked.whole ? settledPrinted : settledPerPage);
  const last = shown.at(-1);
  const more = part.rows.length > shown.length && last;
  const rowsOf = (isWaiting: boolean) =>
    shown.filter((row) => row.isWaiting === isWaiting).map(({ settled }) => rowModel(settled, content));
  const all = suggestions.all + comments.all;
  return {
    trail: trail(locale, programme, point),
    title: point.title,
    action: localPath(locale, settlementPath(programme.uid, point.slug)),
    counts: { all, waiting: suggestions.waiting + comments.waiting, suggestions, comments },
    filtered: Object.values(asked.filter).some((value) => value !== null),
    filters: filtersModel(asked.filter, content),
    waiting: rowsOf(true),
    answered: rowsOf(false),
    first: asked.after ? href({ after: null }) : null,
    next: more
      ? href({
          after: { group: last.isWaiting ? 'waiting' : 'answered', at: last.settled.at, id: last.settled.id },
        })
      : null,
    wholeHref: asked.whole || all <= settledPerPage ? null : href({ whole: true, after: null }),
    isCut: asked.whole && Boolean(more),
    resetHref: localPath(locale, settlementPath(programme.uid, point.slug)),
  };
}

function filtersModel(filter: SettlementFilter, { part, locale }: SettlementContent) {
  const option = (key: string, value: string, selected: boolean) => ({
    value,
    label: translate(locale, `pages.settlement.filter.${key}`),
    selected,
  });
  return {
    kinds: [
      option('anyKind', '', filter.kind === null),
      option('suggestions', 'navrhy', filter.kind === 'suggestion'),
      option('comments', 'komentare', filter.kind === 'comment'),
    ],
    states: [
      option('anyState', '', filter.state === null),
      option('waiting', 'ceka', filter.state === 'waiting'),
      option('answered', 'vyrizeno', filter.state === 'answered'),
    ],
    sections: [
      option('anySection', '', filter.section === null),
      ...part.sections.map((section) => ({
        value: String(section.number),
        label: `${section.number}. ${sectionTitle(section, locale)}`,
        selected: filter.section === section.number,
      })),
    ],
  };
}

/** What all rows have. */
function placeModel(sectionId: string, { state, part, locale }: SettlementContent) {
  const section = part.sections.find(({ id }) => id === sectionId);
  const number = section?.number ?? 0;
  return {
    number,
    title: section ? sectionTitle(section, locale) : '',
    href: localPath(locale, sectionPath(state.programme.uid, state.point.slug, number)),
  };
}

function rowModel(settled: Settled, content: SettlementContent) {
  return settled.kind === 'suggestion'
    ? suggestionRow(settled.suggestion, content)
    : commentRow(settled.comment, content);
}

const noComment = { outcome: null, about: null, hidden: null, answers: [], handled: null };
const noSuggestion = { number: null, kind: null, state: null, decision: null, emptied: false };

function suggestionRow(suggestion: SuggestionView, content: SettlementContent) {
  const { number, kind, state, author, createdAt, reason, versionNumber } = suggestion;
  const { programme, point } = content.state;
  const version = localPath(content.locale, versionPath(programme.uid, point.slug, versionNumber ?? 0));
  const isWaiting = state === 'open' || state === 'considered';
  return {
    ...noComment,
    id: `navrh-${number}`,
    number,
    kind,
    state,
    href: localPath(content.locale, `/navrhy/${number}`),
    section: placeModel(suggestion.sectionId, content),
    author: author.name,
    createdAt,
    html: isEmptied(suggestion) ? null : renderCitizenMarkdown(reason),
    emptied: isEmptied(suggestion),
    decision: isWaiting ? null : suggestionDecision(suggestion, version),
  };
}

function commentRow(comment: SettledComment, content: SettlementContent) {
  const { id, number, rootNumber, sectionId, suggestionNumber, state } = comment;
  const { part, locale } = content;
  const section = placeModel(sectionId, content);
  const place = suggestionNumber === null ? section.href : localPath(locale, `/navrhy/${suggestionNumber}`);
  const reason = state === 'hidden' ? part.reasons.get(id) : undefined;
  const answers = state === 'answered' ? part.answers.filter((answer) => answersTo(answer, comment)) : [];
  return {
    ...noSuggestion,
    id: `komentar-${id}`,
    outcome: state,
    href: commentPath(place, rootNumber ?? number, number),
    section,
    about: suggestionNumber === null ? null : { number: suggestionNumber, href: place },
    author: comment.authorName,
    createdAt: comment.createdAt,
    html: state === 'hidden' ? null : renderCitizenMarkdown(comment.body),
    hidden: reason
      ? {
          ground: translate(locale, `moderation.ground.${reason.ground}`),
          facts: reason.facts,
          at: reason.decidedAt,
        }
      : null,
    handled: state === 'noted' && comment.handledAt ? { by: comment.handledBy, at: comment.handledAt } : null,
    answers: answers.map(({ authorName, createdAt, body }) => ({
      by: authorName,
      at: createdAt,
      html: renderCitizenMarkdown(body),
    })),
  };
}

/** An answer to it, or one said later in the thread that it is part of. */
function answersTo({ parentId, createdAt }: SettledAnswer, comment: SettledComment): boolean {
  return parentId === comment.id || (parentId === comment.parentId && createdAt >= comment.createdAt);
}
