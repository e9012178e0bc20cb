import { commentAnchor, commentPath } from '../feedback/comment-address.js';
import type { ThreadComment } from '../feedback/threads.js';
import type { Thread, ThreadPage } from '../feedback/threads.service.js';
import type { HiddenReason } from '../moderation/decisions.service.js';
import { rangeOf } from '../programme/paths.js';
import type { Garant, SectionText } from '../programme/points.service.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { renderCitizenMarkdown } from '../web/markdown/citizen.js';
import type { Viewer } from '../web/viewer.js';
import { composerModel } from './composer.page.js';
import { garantModel } from './garant.page.js';
import type { Pictures } from './pictures.service.js';

/** Earlier words that a comment is about. */
export interface OlderWords {
  href: string;
  /** Little is left of them. */
  faded: boolean;
}

/** What a thread is made of. */
export interface ThreadContent {
  page: ThreadPage;
  /** Why comments are hidden, by id of the comment. */
  reasons: ReadonlyMap<string, HiddenReason>;
  /** Number after which this page of threads begins. */
  after: number;
  /** Address of the page with its language. */
  href: string;
  /** Id of the section's wording that a comment would be written on; null for a suggestion. */
  revisionId: string | null;
  /** Where the words that a comment was written on can be seen; null for the present ones. */
  older(comment: ThreadComment): OlderWords | null;
  /** Said where there is no comment. */
  empty: string;
  /** Makes ids of comments that are not on their own page. */
  anchor?: (number: number) => string;
  open: boolean;
  garants: readonly Garant[];
  /** Null for a visitor. */
  reader: Pick<Viewer, 'accountId'> | null;
  pictures: Pictures;
  locale: Locale;
}

/** Model of components/thread. */
export function threadModel(content: ThreadContent) {
  const { page, href, open, revisionId, locale } = content;
  const signedIn = content.reader !== null;
  const place = { id: 'psat', action: `${href}/komentare`, revisionId, answerTo: null };
  return {
    id: 'komentare',
    heading: translate(locale, 'feedback.comments'),
    comments: page.threads.map((thread) => commentThread(thread, content)),
    // Oldest come first: the way on leads to what is newer.
    pages: {
      newer: content.after > 0 ? `${href}#komentare` : null,
      older: page.next === null ? null : `${href}?po=${page.next}#komentare`,
    },
    composer: open ? composerModel({ ...place, signedIn }, locale) : null,
    empty: content.empty,
    status: null,
  };
}

function commentThread(thread: Thread, content: ThreadContent) {
  const root = commentModel(thread, thread, content);
  return { ...root, replies: thread.replies.map((reply) => commentModel(reply, thread, content)) };
}

/** Model of components/comment, without replies. */
export function commentModel(comment: ThreadComment, root: ThreadComment, content: ThreadContent) {
  const { href, locale, open, revisionId } = content;
  const answerTo = { number: comment.number, name: comment.author.name };
  const place = { id: `odpoved-${comment.number}`, action: `${href}/komentare`, answerTo };
  return {
    anchor: (content.anchor ?? commentAnchor)(comment.number),
    permalink: commentPath(href, root.number, comment.number),
    author: authorModel(comment, content),
    createdAt: comment.createdAt,
    html: comment.body === null ? '' : renderCitizenMarkdown(comment.body),
    removed: comment.body === '',
    hidden: comment.hidden ? hiddenModel(content.reasons.get(comment.id), locale) : null,
    mine: comment.author.id === content.reader?.accountId,
    olderWording: content.older(comment),
    replyingTo: null,
    useful: null,
    reply: open && !comment.hidden ? composerModel({ ...place, revisionId, signedIn: true }, locale) : null,
    flagHref: null,
    replies: [],
  };
}

/** Tells which comments on a section are about earlier wordings of it. */
export function olderWordings(
  href: string,
  wording: Pick<SectionText, 'revisionNumber' | 'runId'>,
  faded: ReadonlySet<string>,
): ThreadContent['older'] {
  return ({ revision }) => {
    if (revision === null || revision.runId === wording.runId) return null;
    return {
      href: `${href}/zneni/${rangeOf(revision.number, wording.revisionNumber)}`,
      faded: faded.has(revision.id),
    };
  };
}

function authorModel({ author, voice }: ThreadComment, content: ThreadContent) {
  const garant = voice === 'garant' ? content.garants.find(({ name }) => name === author.name) : undefined;
  const person = garant ?? { uid: author.id, name: author.name, img: null };
  const { name, picture, initial } = garantModel(person, content.pictures);
  return { name, picture, initial, voice };
}

function hiddenModel(reason: HiddenReason | undefined, locale: Locale) {
  if (!reason) return { ground: '', facts: '' };
  return { ground: translate(locale, `moderation.ground.${reason.ground}`), facts: reason.facts };
}
