import { pathOfSection } from '../feedback/section-place.js';
import { pointPath, versionPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { wordingPair } from '../programme/wording/wording.js';
import { suggestionDecision } from '../suggestions/decision.page.js';
import { beforeAndAfter, rebase } from '../suggestions/proposal.js';
import { longest } from '../suggestions/suggestion.form.js';
import { storyModel } from '../suggestions/suggestion-story.page.js';
import { hasWords, isEmptied, isWaiting, mayReopen } from '../suggestions/suggestions.rules.js';
import { voiceModel } from '../suggestions/voices.page.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import { nameShown } from '../web/text/name-shown.js';
import { type ActionModel, actionForm } from './action-form.page.js';
import type { ItemContext } from './comment-item.page.js';
import { editPreview, proposedNow } from './edit-preview.page.js';
import type { ItemModel } from './item.page.js';
import type { SuggestionOnDesk } from './suggestion-on-desk.js';

/** View model of a suggestion on the desk. */
export function suggestionItem(onDesk: SuggestionOnDesk, context: ItemContext): ItemModel {
  const { suggestion, place, current } = onDesk;
  const { locale } = context;
  const shown = current ?? suggestion.base;
  const path = current ? pathOfSection(place) : pointPath(place.programmeUid, place.pointSlug);
  return {
    kind: 'suggestion',
    heading: translate(locale, 'moderation.item.suggestion', {
      number: suggestion.number,
      author: nameShown(suggestion.author.name, locale),
    }),
    publicHref: localPath(locale, `/navrhy/${suggestion.number}`),
    pointTitle: place.pointTitle,
    sectionNumber: place.number,
    sectionTitle: sectionTitle(shown, locale),
    sectionHref: localPath(locale, path),
    sectionHtml: renderProgrammeMarkdown(shown.body, { headingBase: 3 }),
    sectionNote: current ? null : translate(locale, 'moderation.item.sectionGone'),
    parent: null,
    comment: null,
    suggestion: cardModel(onDesk, locale),
    ...movedModels(onDesk, locale),
    decision: null,
    handled: decidedElsewhere(onDesk, locale),
    ...suggestionActions(onDesk, context),
    others: othersOf(onDesk, locale),
    history: historyOf(onDesk, locale),
    answer: null,
    hide: null,
    restore: null,
    settle: null,
    skipHref: context.skipHref,
  };
}

/** View model of `components/suggestion-card`. */
function cardModel({ suggestion, place, comments }: SuggestionOnDesk, locale: Locale): object {
  const { number, state, standing, stance, kind, author, createdAt, reason, base } = suggestion;
  const version = versionPath(place.programmeUid, place.pointSlug, suggestion.versionNumber ?? 0);
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    state,
    kind,
    author: { name: author.name },
    createdAt,
    reasonHtml: renderCitizenMarkdown(reason),
    standing: isWaiting(suggestion) && standing !== 'fits' ? standing : null,
    distanced: stance === 'distances',
    supportSlot: null,
    olderWording: null,
    diff: hasWords(suggestion) ? diffModel(beforeAndAfter(base, suggestion), 'navrzeno', locale) : null,
    emptied: isEmptied(suggestion),
    support: voiceModel(suggestion, { accountId: null, own: null, earlier: null, open: false, locale }),
    comments,
    decision: isWaiting(suggestion) ? null : suggestionDecision(suggestion, localPath(locale, version)),
  };
}

/** The way to other suggestions on the section. */
function othersOf({ current, place, mayManage }: SuggestionOnDesk, locale: Locale): ItemModel['others'] {
  if (!current) return null;
  const together = `/garant/slouceni/${place.programmeUid}/${place.pointSlug}/${place.number}`;
  return {
    boardHref: localPath(locale, `${pathOfSection(place)}/navrhy/strety`),
    togetherHref: mayManage ? localPath(locale, together) : null,
  };
}

function historyOf({ suggestion, place, story }: SuggestionOnDesk, locale: Locale): object[] {
  const versionHref = (number: number) =>
    localPath(locale, versionPath(place.programmeUid, place.pointSlug, number));
  return storyModel(story, suggestion, versionHref, locale);
}

/** Says who decides, where whoever reads it does not. */
function decidedElsewhere({ suggestion, place, mayManage }: SuggestionOnDesk, locale: Locale): string | null {
  if (mayManage || !isWaiting(suggestion)) return null;
  return translate(locale, 'moderation.item.decidedElsewhere', { point: place.pointTitle });
}

/** What the text's own changes since the suggestion mean for it. */
function movedModels({ suggestion, current, mayManage }: SuggestionOnDesk, locale: Locale) {
  const nothing = { diff: null, meanwhile: null, warning: null };
  if (!isWaiting(suggestion) || !current) return nothing;
  const { base } = suggestion;
  const { proposal, moved } = rebase(suggestion, base, current);
  if (moved === null) return nothing;
  const meanwhile = diffModel(wordingPair(base, current), 'mezitim', locale);
  const role = mayManage || moved === 'merged' ? 'moved' : 'movedForOthers';
  const warning = translate(locale, `moderation.item.${role}.${moved}`);
  if (moved !== 'merged') return { diff: null, meanwhile, warning };
  const diff = diffModel(wordingPair(current, proposal), 'vysledek', locale);
  return { diff, meanwhile: null, warning };
}

function suggestionActions(onDesk: SuggestionOnDesk, context: ItemContext) {
  const { suggestion, current, mayManage } = onDesk;
  const { locale, query, refused } = context;
  const nothing = { accept: null, edit: null, decline: null, reopen: null, consider: null, mergeHref: null };
  if (!mayManage) return nothing;
  const address = (noun: string) => localPath(locale, `/garant/navrhy/${suggestion.number}/${noun}${query}`);
  const explained = (name: 'decline' | 'reopen', noun: string) =>
    actionForm(name, address(noun), refused, {
      fields: [
        {
          name: 'statement',
          kind: 'textarea',
          label: translate(locale, `moderation.field.${name}Statement`),
          hint: translate(locale, 'moderation.field.statementHint'),
          maxLength: 2000,
        },
      ],
    });
  const reopen = mayReopen(suggestion) ? explained('reopen', 'otevreni') : null;
  if (!isWaiting(suggestion)) return { ...nothing, reopen };
  const collides = current && rebase(suggestion, suggestion.base, current).moved === 'collides';
  return {
    accept: current && acceptForm(onDesk, current, address('prijeti'), context),
    edit: current && !collides ? editForm(onDesk, current, address('prijeti'), context) : null,
    decline: explained('decline', 'odmitnuti'),
    reopen,
    consider: suggestion.state === 'open' ? address('posouzeni') : null,
    mergeHref: collides ? address('slouceni') : null,
  };
}

/** Accepting as it stands; null where the text collides with it. */
function acceptForm(
  { suggestion }: SuggestionOnDesk,
  current: SectionText,
  action: string,
  { locale, refused }: ItemContext,
): ActionModel | null {
  const { moved } = rebase(suggestion, suggestion.base, current);
  if (moved === 'collides') return null;
  const confirmation = { confirmed: '1', revision: current.revisionId };
  return actionForm('accept', action, refused, {
    hidden: moved === 'reread' ? confirmation : {},
    fields: [statementField(locale)],
    preview: translate(locale, 'moderation.item.acceptPreview', {
      author: nameShown(suggestion.author.name, locale),
    }),
  });
}

/** Accepting with a final wording of one's own; null where a section is to go. */
function editForm(
  onDesk: SuggestionOnDesk,
  current: SectionText,
  action: string,
  { locale, refused }: ItemContext,
): ActionModel | null {
  const { suggestion } = onDesk;
  if (suggestion.kind === 'remove') return null;
  const draft = proposedNow(suggestion, suggestion.base, current);
  const headed = suggestion.kind === 'add' || current.heading !== null;
  const heading = {
    name: 'heading',
    kind: 'text' as const,
    label: translate(locale, 'moderation.field.heading'),
    value: draft.heading ?? '',
  };
  const body = {
    name: 'body',
    kind: 'textarea' as const,
    label: translate(locale, 'moderation.field.body'),
    value: draft.body,
    rows: 12,
    maxLength: longest.body,
  };
  return actionForm('edit', action, refused, {
    hidden: { revision: current.revisionId },
    fields: [...(headed ? [heading] : []), body, statementField(locale)],
    live: editPreview(onDesk, refused?.action === 'edit' ? refused.typed : {}, locale),
  });
}

function statementField(locale: Locale) {
  return {
    name: 'statement',
    kind: 'textarea' as const,
    label: translate(locale, 'moderation.field.statement'),
    hint: translate(locale, 'moderation.field.statementHint'),
    optional: true,
    maxLength: 2000,
  };
}
