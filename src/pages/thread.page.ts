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

/** What a thread is made of. */
export interface ThreadContent {
  page: ThreadPage;
  /** Why comments are hidden, by id of the comment. */
  reasons: ReadonlyMap<string, HiddenReason>;
  /** Number after which this page of threads begins. */
  after: number;
  /** Ids of wordings that have little in common with the present one. */
  faded: ReadonlySet<string>;
  /** Address of the section's page with its language. */
  href: string;
  /** The present wording, or the last one. */
  wording: Pick<SectionText, 'revisionId' | 'revisionNumber' | 'runId'>;
  /** Makes ids of comments that are not on their own section's page. */
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
  const { page, href, open, locale } = content;
  const signedIn = content.reader !== null;
  const { revisionId } = content.wording;
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
    closed: !open,
    status: null,
  };
}

function commentThread(thread: Thread, content: ThreadContent) {
  const root = commentModel(thread, thread, content);
  return { ...root, replies: thread.replies.map((reply) => commentModel(reply, thread, content)) };
}

/** Model of components/comment, without replies. */
export function commentModel(comment: ThreadComment, root: ThreadComment, content: ThreadContent) {
  const { href, locale, open, wording } = content;
  const answerTo = { number: comment.number, name: comment.author.name };
  const place = { id: `odpoved-${comment.number}`, action: `${href}/komentare`, answerTo };
  return {
    anchor: (content.anchor ?? commentAnchor)(comment.number),
    permalink: commentPath(href, root.number, comment.number),
    author: authorModel(comment, content),
    createdAt: comment.createdAt,
    html: comment.body === null ? '' : renderCitizenMarkdown(comment.body),
    hidden: comment.hidden ? hiddenModel(content.reasons.get(comment.id), locale) : null,
    mine: comment.author.id === content.reader?.accountId,
    olderWording: olderWording(comment, content),
    replyingTo: null,
    useful: null,
    reply:
      open && !comment.hidden
        ? composerModel({ ...place, revisionId: wording.revisionId, signedIn: true }, locale)
        : null,
    flagHref: null,
    replies: [],
  };
}

/** Null for a comment on the present words. */
function olderWording({ revision }: ThreadComment, { href, wording, faded }: ThreadContent) {
  if (revision === null || revision.runId === wording.runId) return null;
  return {
    href: `${href}/zneni/${rangeOf(revision.number, wording.revisionNumber)}`,
    faded: faded.has(revision.id),
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
