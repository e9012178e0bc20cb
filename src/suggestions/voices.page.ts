import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SuggestionState } from './suggestion.entity.js';
import { isWaiting } from './suggestions.rules.js';
import type { EarlierVoices, OwnVoice } from './voices.service.js';

/** A suggestion as far as its voices need it. */
export interface Weighed {
  id: string;
  number: number;
  state: SuggestionState;
  author: { id: string };
  wordingNumber: number;
  supports: number;
  opposes: number;
}

/** Who looks, and what they said. */
export interface VoiceReader {
  /** Null for a visitor. */
  accountId: string | null;
  own: OwnVoice | null;
  /** Voices on earlier wordings, where there are any. */
  earlier: EarlierVoices | null;
  /** While the consultation takes votes. */
  open: boolean;
  locale: Locale;
}

/** Id of the element with a suggestion's voices. */
export function voiceBoxId(number: number): string {
  return `podpora-${number}`;
}

/** Model of components/support. */
export function voiceModel(suggestion: Weighed, reader: VoiceReader) {
  const { number, wordingNumber, supports, opposes } = suggestion;
  const { own, earlier, locale } = reader;
  const isCurrent = own !== null && own.wordingNumber === wordingNumber;
  const isMine = reader.accountId === suggestion.author.id;
  return {
    id: voiceBoxId(number),
    action: localPath(locale, `/navrhy/${number}/hlas`),
    wording: wordingNumber,
    subject: translate(locale, 'suggestions.title', { number }),
    open: reader.open && isWaiting(suggestion) && !isMine,
    isMine,
    mine: isCurrent ? own.value : null,
    older: own !== null && !isCurrent ? own.value : null,
    supports,
    opposes,
    earlier: earlier && { supports: earlier.supports, opposes: earlier.opposes },
  };
}
