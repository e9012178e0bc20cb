import { commentAnchor, commentPath } from '../feedback/comment-address.js';
import type { HiddenReason } from '../moderation/decisions.service.js';
import { sectionPath, versionPath } from '../programme/paths.js';
import { sectionTitle } from '../programme/section-title.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import { isWaiting } from '../suggestions/suggestions.rules.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { localPath } from '../web/request.js';
import { readShown, type ShownName, shownBy } from './own-choice.js';
import {
  type OfficialAnswer,
  type OwnComment,
  type OwnContributions,
  type OwnSuggestion,
  ownPerPage,
} from './own-contributions.service.js';
import type { KnownPlace } from './own-place.js';
import type { OwnSectionVote, OwnSuggestionVote } from './own-votes.service.js';

/** Address of the list. */
export const ownContributionsPath = '/muj-ucet/prispevky';

/** What the list is made of. */
export interface OwnContributionsContent {
  own: OwnContributions;
  votes: OwnSectionVote[];
  voices: OwnSuggestionVote[];
  shown: ShownName;
  programme: string | null;
  programmes: { uid: string; title: string }[];
  /** Whether these are not the newest. */
  older: boolean;
  locale: Locale;
}

/** Model of pages/my-contributions. */
export function ownContributionsPage(content: OwnContributionsContent) {
  const { own, votes, voices, shown, programme, programmes, older, locale } = content;
  const comments = own.comments.slice(0, ownPerPage);
  const suggestions = own.suggestions.slice(0, ownPerPage);
  return {
    older,
    filtered: shown !== 'vse' || programme !== null,
    isEmpty: [comments, suggestions, votes, voices].every((list) => list.length === 0),
    filter: {
      shown: Object.keys(shownBy).map((name) => ({
        value: name,
        label: translate(locale, `pages.own.show.${name}`),
        selected: name === shown,
      })),
      programmes: programmes.map(({ uid, title }) => ({
        value: uid,
        label: title,
        selected: uid === programme,
      })),
    },
    suggestions: suggestions.map((suggestion) => suggestionModel(suggestion, locale)),
    comments: comments.map((comment) => commentModel(comment, own, locale)),
    votes: votes.map((vote) => voteModel(vote, locale)),
    voices: voices.map(({ number, pointTitle, value, older }) => ({
      number,
      point: pointTitle,
      href: localPath(locale, `/navrhy/${number}`),
      label: translate(locale, `suggestions.support.voted.${value}`),
      older,
    })),
    pages: {
      newer: older ? listHref(content) : null,
      older: olderHref(content),
    },
  };
}

/** The next page begins where the first of the two lists ends, so that nothing is left out. */
function olderHref(content: OwnContributionsContent): string | null {
  const { comments, suggestions } = content.own;
  const ends = [comments, suggestions]
    .filter((list) => list.length > ownPerPage)
    .map((list) => list[ownPerPage - 1]?.createdAt ?? '');
  const [end] = ends.sort().reverse();
  return end ? listHref(content, end) : null;
}

function listHref({ shown, programme, locale }: OwnContributionsContent, before?: string): string {
  const query = new URLSearchParams();
  if (shown !== readShown(null)) query.set('co', shown);
  if (programme !== null) query.set('program', programme);
  if (before) query.set('pred', before);
  const path = localPath(locale, ownContributionsPath);
  return query.size > 0 ? `${path}?${query}` : path;
}

/** A section as its author knew it, for components/own-place. */
export function placeModel(place: KnownPlace, locale: Locale) {
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
    anew: vote.older && vote.votable,
  };
}
