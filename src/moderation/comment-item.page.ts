import { commentAnchor } from '../feedback/comment-address.js';
import type { ThreadComment } from '../feedback/threads.js';
import { diffModel } from '../programme/wording/diff.page.js';
import { wordingPair } from '../programme/wording/wording.js';
import { formatDateTime } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import { renderProgrammeMarkdown } from '../web/markdown/programme.js';
import { localPath } from '../web/request.js';
import { nameShown } from '../web/text/name-shown.js';
import { type ActionModel, actionForm, type RefusedForm } from './action-form.page.js';
import type { CommentWording } from './comment-wording.js';
import type { HiddenReason } from './decisions.service.js';
import type { DeskComment } from './desk-comment.js';
import { grounds } from './desk-comments.form.js';
import type { ItemModel } from './item.page.js';
import { standingOf } from './moderation.rules.js';

/** A comment with everything around it. */
export interface CommentOnDesk {
  item: DeskComment;
  /** First comment of the thread with its answers; the item is among them. */
  root: ThreadComment;
  replies: ThreadComment[];
  wording: CommentWording;
  /** Why comments of the thread are hidden, by id. */
  reasons: ReadonlyMap<string, HiddenReason>;
  mayManage: boolean;
}

/** What the page needs besides the thing itself. */
export interface ItemContext {
  locale: Locale;
  /** Query that keeps the place in the queue. */
  query: string;
  refused: RefusedForm | null;
  skipHref: string | null;
}

/** View model of a comment on the desk. */
export function commentItem(comment: CommentOnDesk, context: ItemContext): ItemModel {
  const { item, wording } = comment;
  const { locale } = context;
  const standing = standingOf(item);
  return {
    kind: 'comment',
    heading: translate(locale, 'moderation.item.comment', { author: nameShown(item.author, locale) }),
    publicHref: localPath(locale, item.path),
    pointTitle: item.pointTitle,
    sectionNumber: item.sectionNumber,
    sectionTitle: wording.title,
    sectionHref: localPath(locale, wording.path),
    sectionHtml: contextHtml(wording, locale),
    sectionNote: wordingNote(wording, locale),
    ...threadModels(comment, locale),
    suggestion: null,
    diff: null,
    meanwhile: wording.changedTo
      ? diffModel(wordingPair(wording.read, wording.changedTo), 'mezitim', locale)
      : null,
    warning: null,
    decision: standing === 'hidden' ? hiddenModel(comment.reasons.get(item.id), locale) : null,
    handled: standing === 'handled' ? handledText(item, locale) : null,
    ...commentActions(comment, context),
    accept: null,
    edit: null,
    decline: null,
    reopen: null,
    consider: null,
    mergeHref: null,
    others: null,
    history: null,
    skipHref: context.skipHref,
  };
}

/** What was commented on: the section's text, or what the suggestion would change. */
function contextHtml({ read, suggestion }: CommentWording, locale: Locale): string {
  if (!suggestion) return renderProgrammeMarkdown(read.body, { headingBase: 3 });
  return diffModel(suggestion.pair, 'navrh', locale).html;
}

function wordingNote({ isGone, changedTo, suggestion }: CommentWording, locale: Locale): string | null {
  if (suggestion)
    return translate(locale, 'moderation.item.commentOnSuggestion', { number: suggestion.number });
  if (isGone) return translate(locale, 'moderation.item.commentSectionGone');
  return changedTo ? translate(locale, 'moderation.item.olderWording') : null;
}

/** The thread so that the item itself stands last and whole: what it answers with the other answers, then it. */
function threadModels(onDesk: CommentOnDesk, locale: Locale) {
  const { item, root, replies } = onDesk;
  const itself = { ...own(item), body: item.body, hidden: false };
  if (root.id === item.id) return { parent: null, comment: commentModel(itself, onDesk, replies, locale) };
  const others = replies.filter((reply) => reply.id !== item.id);
  return {
    parent: commentModel(root, onDesk, others, locale),
    comment: commentModel(itself, onDesk, [], locale),
  };
}

function own(item: DeskComment): Omit<ThreadComment, 'body' | 'hidden'> {
  const { id, number, parentId, voice, createdAt, authorId, author } = item;
  return { id, number, parentId, voice, createdAt, author: { id: authorId, name: author }, revision: null };
}

/** View model of `components/comment`, without what only its public page has. */
function commentModel(
  said: ThreadComment,
  onDesk: CommentOnDesk,
  replies: readonly ThreadComment[],
  locale: Locale,
): object {
  const { item, reasons } = onDesk;
  const anchor = commentAnchor(said.number);
  const withoutAnchor = item.path.split('#', 1)[0] ?? item.path;
  return {
    anchor,
    permalink: localPath(locale, said.id === item.id ? item.path : `${withoutAnchor}#${anchor}`),
    author: {
      name: said.author.name,
      voice: said.voice,
      picture: null,
      initial: [...said.author.name][0] ?? '',
    },
    createdAt: said.createdAt,
    html: renderCitizenMarkdown(said.body ?? ''),
    removed: said.body === '',
    hidden: said.hidden ? hiddenText(reasons.get(said.id), locale) : null,
    mine: false,
    olderWording: null,
    replyingTo: null,
    useful: null,
    reply: null,
    flagHref: null,
    replies: replies.map((reply) => commentModel(reply, onDesk, [], locale)),
  };
}

function hiddenText(reason: HiddenReason | undefined, locale: Locale) {
  const ground = reason ? translate(locale, `moderation.ground.${reason.ground}`) : '';
  return { ground, facts: reason?.facts ?? '' };
}

function hiddenModel(reason: HiddenReason | undefined, locale: Locale): object | null {
  if (!reason) return null;
  return {
    kind: 'hidden',
    by: null,
    at: reason.decidedAt,
    ground: translate(locale, `moderation.ground.${reason.ground}`),
    html: renderCitizenMarkdown(reason.facts),
    version: null,
  };
}

function handledText({ handledBy, handledAt }: DeskComment, locale: Locale): string | null {
  if (handledAt === null) return null;
  const at = formatDateTime(locale, handledAt);
  return translate(locale, 'moderation.item.handled', { by: handledBy ?? '', at });
}

function commentActions({ item, mayManage }: CommentOnDesk, context: ItemContext) {
  const { locale, query, refused } = context;
  const standing = standingOf(item);
  const address = (noun: string) => localPath(locale, `/garant/komentare/${item.id}/${noun}${query}`);
  const answerable = mayManage && standing === 'waiting' && item.voice === 'citizen';
  return {
    answer: answerable
      ? actionForm('answer', address('odpoved'), refused, {
          hidden: { standing },
          fields: [
            {
              name: 'body',
              kind: 'textarea',
              label: translate(locale, 'moderation.field.answer'),
              maxLength: 3000,
            },
          ],
          preview: translate(locale, 'moderation.item.answerPreview', {
            author: nameShown(item.author, locale),
          }),
        })
      : null,
    hide: standing === 'hidden' ? null : hideForm(address('skryti'), standing, locale, refused),
    restore:
      standing === 'hidden'
        ? actionForm('restore', address('vraceni'), refused, {
            fields: [factsField(locale, 'moderation.field.restoreFacts')],
          })
        : null,
    settle: answerable ? { action: address('vyrizeni'), standing } : null,
  };
}

function hideForm(
  action: string,
  standing: string,
  locale: Locale,
  refused: RefusedForm | null,
): ActionModel {
  const options = grounds.map((ground) => ({
    value: ground as string,
    label: translate(locale, `moderation.ground.${ground}`),
    selected: false,
  }));
  const choose = { value: '', label: translate(locale, 'moderation.field.chooseGround'), selected: false };
  return actionForm('hide', action, refused, {
    hidden: { standing },
    fields: [
      {
        name: 'ground',
        kind: 'select',
        label: translate(locale, 'moderation.field.ground'),
        options: [choose, ...options],
      },
      factsField(locale, 'moderation.field.facts'),
    ],
    preview: translate(locale, 'moderation.item.hidePreview'),
  });
}

function factsField(locale: Locale, label: string) {
  return {
    name: 'facts',
    kind: 'textarea' as const,
    label: translate(locale, label),
    hint: translate(locale, 'moderation.field.factsHint'),
    maxLength: 1000,
  };
}
