import { commentAnchor, commentPath } from '../feedback/comment-address.js';
import type { HiddenReason } from '../moderation/decisions.service.js';
import { sectionPath, versionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import { isWaiting } from '../suggestions/suggestions.rules.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import type { Viewer } from '../web/viewer.js';
import {
  type KnownPlace,
  type OfficialAnswer,
  type OwnComment,
  type OwnContributions,
  type OwnSectionVote,
  type OwnSuggestion,
  ownPerPage,
} from './own-contributions.service.js';

/** What the overview is made of. */
export interface AccountContent {
  viewer: Viewer;
  own: OwnContributions;
  /** Whether these are not the newest. */
  older: boolean;
  locale: Locale;
}

/** Model of pages/my-account. */
export function myAccountPage({ viewer, own, older, locale }: AccountContent) {
  const comments = own.comments.slice(0, ownPerPage);
  const suggestions = own.suggestions.slice(0, ownPerPage);
  return {
    publicName: viewer.publicName,
    older,
    isEmpty: [own.waiting, comments, suggestions, own.votes, own.voices].every((list) => list.length === 0),
    waiting: own.waiting.map(({ kind, createdAt, expiresAt }) => ({ kind, createdAt, expiresAt })),
    suggestions: suggestions.map((suggestion) => suggestionModel(suggestion, locale)),
    comments: comments.map((comment) => commentModel(comment, own, locale)),
    votes: own.votes.map((vote) => voteModel(vote, locale)),
    voices: own.voices.map(({ number, pointTitle, value, older }) => ({
      number,
      point: pointTitle,
      href: localPath(locale, `/navrhy/${number}`),
      label: translate(locale, `suggestions.support.voted.${value}`),
      older,
    })),
    pages: {
      newer: older ? localPath(locale, '/muj-ucet') : null,
      older: olderHref(own, locale),
    },
  };
}

/** The next page begins where the first of the two lists ends, so that nothing is left out. */
function olderHref({ comments, suggestions }: OwnContributions, locale: Locale): string | null {
  const ends = [comments, suggestions]
    .filter((list) => list.length > ownPerPage)
    .map((list) => list[ownPerPage - 1]?.createdAt ?? '');
  const [end] = ends.sort().reverse();
  return end ? `${localPath(locale, '/muj-ucet')}?pred=${encodeURIComponent(end)}` : null;
}

function placeModel(place: KnownPlace, locale: Locale) {
  const headed = { kind: place.sectionKind, heading: place.heading };
  const path = sectionPath(place.programmeUid, place.pointSlug, place.sectionNumber);
  return {
    href: localPath(locale, path),
    point: place.pointTitle,
    number: place.sectionNumber,
    title: sectionTitle(headed, locale),
  };
}

function suggestionModel(suggestion: OwnSuggestion, locale: Locale) {
  const { number, kind, state, standing, createdAt } = suggestion;
  const place = placeModel(suggestion, locale);
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    kind,
    state,
    standing: isWaiting(suggestion) && standing !== 'fits' ? standing : null,
    createdAt,
    place,
    decision: suggestionDecision(suggestion, versionHref(suggestion, locale)),
  };
}

function versionHref({ programmeUid, pointSlug, versionNumber }: OwnSuggestion, locale: Locale): string {
  return localPath(locale, versionPath(programmeUid, pointSlug, versionNumber ?? 0));
}

function commentModel(comment: OwnComment, own: OwnContributions, locale: Locale) {
  const { id, number, suggestionNumber, rootNumber, body, createdAt, hiddenAt } = comment;
  const place = placeModel(comment, locale);
  const page = suggestionNumber === null ? place.href : localPath(locale, `/navrhy/${suggestionNumber}`);
  const reason = hiddenAt === null ? undefined : own.reasons.get(id);
  return {
    href: commentPath(page, rootNumber ?? number, number),
    number,
    suggestion: suggestionNumber === null ? null : { number: suggestionNumber, href: page },
    place,
    createdAt,
    html: renderCitizenMarkdown(body),
    hidden: hiddenAt !== null,
    reason: reason ? reasonModel(reason, locale) : null,
    answers: (own.answers.get(id) ?? []).map((answer) => answerModel(answer, comment, page)),
  };
}

function reasonModel({ ground, facts, number }: HiddenReason, locale: Locale) {
  return { ground: translate(locale, `moderation.ground.${ground}`), facts, number };
}

function answerModel(answer: OfficialAnswer, { number }: OwnComment, href: string) {
  return {
    href: commentPath(href, number, answer.number),
    anchor: commentAnchor(answer.number),
    by: answer.authorName,
    at: answer.createdAt,
    html: renderCitizenMarkdown(answer.body),
  };
}

function voteModel(vote: OwnSectionVote, locale: Locale) {
  return {
    place: placeModel(vote, locale),
    value: vote.value,
    label: translate(locale, `feedback.vote.${vote.value}`),
    at: vote.changedAt,
    older: vote.older,
  };
}
