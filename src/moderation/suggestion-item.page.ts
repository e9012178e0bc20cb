import { pathOfSection } from '../feedback/section-place.js';
import { pointPath, versionPath } from '../programme/paths.js';
import type { SectionText } from '../programme/points.service.js';
import { sectionTitle } from '../programme/section-title.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { merge3, resolveAll } from '../programme/wording/merge3.js';
import { type SourceWording, wordingPair } from '../programme/wording/wording.js';
import { beforeAndAfter, rebase } from '../suggestions/proposal.js';
import { longest } from '../suggestions/suggestion.form.js';
import type { SuggestionInPlace } from '../suggestions/suggestions.service.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import { type ActionModel, actionForm } from './action-form.page.js';
import type { ItemContext } from './comment-item.page.js';
import type { ItemModel } from './item.page.js';

/** A suggestion with everything around it. */
export interface SuggestionOnDesk extends SuggestionInPlace {
  /** The section in the newest version; null when the text no longer has it. */
  current: SectionText | null;
  mayManage: boolean;
}

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
      author: suggestion.author.name,
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
    handled: null,
    ...suggestionActions(onDesk, context),
    answer: null,
    hide: null,
    restore: null,
    settle: null,
    skipHref: context.skipHref,
  };
}

/** View model of `components/suggestion-card`. */
function cardModel({ suggestion, place }: SuggestionOnDesk, locale: Locale): object {
  const { number, state, kind, author, createdAt, reason, base, statement, decidedAt, decidedBy } =
    suggestion;
  const { versionNumber } = suggestion;
  const version = versionPath(place.programmeUid, place.pointSlug, versionNumber ?? 0);
  return {
    number,
    href: localPath(locale, `/navrhy/${number}`),
    state,
    kind,
    author: { name: author.name },
    createdAt,
    reasonHtml: renderCitizenMarkdown(reason),
    standing: null,
    distanced: false,
    supportSlot: null,
    olderWording: null,
    diff: diffModel(beforeAndAfter(base, suggestion), 'navrzeno', locale),
    support: null,
    comments: 0,
    decision:
      state === 'open' || decidedAt === null
        ? null
        : {
            kind: state,
            by: state === 'withdrawn' ? null : decidedBy,
            at: decidedAt,
            ground: null,
            html: statement ? renderCitizenMarkdown(statement) : null,
            version:
              versionNumber === null ? null : { number: versionNumber, href: localPath(locale, version) },
          },
  };
}

/** What the text's own changes since the suggestion mean for it. */
function movedModels({ suggestion, current }: SuggestionOnDesk, locale: Locale) {
  const nothing = { diff: null, meanwhile: null, warning: null };
  if (suggestion.state !== 'open' || !current) return nothing;
  const { base } = suggestion;
  const { proposal, moved } = rebase(suggestion, base, current);
  if (moved === null) return nothing;
  const meanwhile = diffModel(wordingPair(base, current), 'mezitim', locale);
  const warning = translate(locale, `moderation.item.moved.${moved}`);
  if (moved !== 'merged') return { diff: null, meanwhile, warning };
  const diff = diffModel(wordingPair(current, proposal), 'vysledek', locale);
  return { diff, meanwhile: null, warning };
}

function suggestionActions(onDesk: SuggestionOnDesk, context: ItemContext) {
  const { suggestion, current, mayManage } = onDesk;
  const { locale, query, refused } = context;
  if (!mayManage || suggestion.state !== 'open') return { accept: null, edit: null, decline: null };
  const address = (noun: string) => localPath(locale, `/garant/navrhy/${suggestion.number}/${noun}${query}`);
  return {
    accept: current && acceptForm(onDesk, current, address('prijeti'), context),
    edit: current && editForm(onDesk, current, address('prijeti'), context),
    decline: actionForm('decline', address('odmitnuti'), refused, {
      fields: [
        {
          name: 'statement',
          kind: 'textarea',
          label: translate(locale, 'moderation.field.declineStatement'),
          hint: translate(locale, 'moderation.field.statementHint'),
          maxLength: 2000,
        },
      ],
    }),
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
    preview: translate(locale, 'moderation.item.acceptPreview', { author: suggestion.author.name }),
  });
}

/** Accepting with a final wording of one's own; null where a section is to go. */
function editForm(
  { suggestion }: SuggestionOnDesk,
  current: SectionText,
  action: string,
  { locale, refused }: ItemContext,
): ActionModel | null {
  if (suggestion.kind === 'remove') return null;
  const { proposal, moved } = rebase(suggestion, suggestion.base, current);
  const draft = moved === 'collides' ? draftOf(suggestion.base, current, suggestion) : proposal;
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
    open: moved === 'collides',
  });
}

/** A first draft where wordings collide: all that fits, and the suggestion's side of what does not. */
function draftOf(base: SourceWording, current: SourceWording, proposed: SourceWording): SourceWording {
  const merged = (before: string, now: string, then: string) => {
    const merge = merge3(before, now, then);
    return merge.clean ? merge.text : resolveAll(merge.parts, 'proposed');
  };
  return {
    heading: merged(base.heading ?? '', current.heading ?? '', proposed.heading ?? ''),
    body: merged(base.body, current.body, proposed.body),
  };
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
