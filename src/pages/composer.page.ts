import { type Locale, translate } from '../web/i18n/messages.js';

/** Longest comment, in characters; what the comment's form says too. */
const longestComment = 3000;

/** Where a comment is written: its address, the section's wording it is about, the comment it answers. */
export interface ComposerPlace {
  id: string;
  action: string;
  revisionId: string | null;
  /** Number of the comment that is answered, and whose it is. */
  answerTo: { number: number; name: string } | null;
  /** Visitors are told what happens after sending. */
  signedIn: boolean;
}

/** Model of components/composer. */
export function composerModel(place: ComposerPlace, locale: Locale) {
  const { answerTo } = place;
  return {
    id: place.id,
    action: place.action,
    target: null,
    label: answerTo
      ? translate(locale, 'pages.composer.answer', { name: answerTo.name })
      : translate(locale, 'pages.composer.label'),
    hint: null,
    error: null,
    value: '',
    maxLength: longestComment,
    submitLabel: translate(locale, answerTo ? 'pages.composer.sendAnswer' : 'pages.composer.send'),
    revisionId: place.revisionId,
    parentId: answerTo ? String(answerTo.number) : null,
    signedIn: place.signedIn,
  };
}
