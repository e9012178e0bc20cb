import { Injectable } from '@nestjs/common';
import { now } from '../database/time.js';
import { mayVote } from '../feedback/feedback.rules.js';
import { phaseOf } from '../programme/consultation.js';
import { type Reader, Renderer } from '../web/views/renderer.service.js';
import type { Slots } from '../web/views/slots.js';
import type { SuggestionInPlace } from './suggestions.service.js';
import { voiceModel, type Weighed } from './voices.page.js';
import { Voices } from './voices.service.js';

/** Shows the thread of a suggestion, from a number on. */
export type ShowThread = (reader: Reader, about: SuggestionInPlace, after: number) => Promise<string>;

/** Name of the hole that takes the voices on a suggestion, where several stand on a page. */
export function voiceSlot({ number }: Pick<Weighed, 'number'>): string {
  return `support:${number}`;
}

/** For holes of suggestions that are in the list no more. */
const anyVoiceSlot = 'support:*';

/** Fills the holes of pages with suggestions: what people say for and against them, and about them. */
@Injectable()
export class VoiceParts {
  private showThread: ShowThread = () => Promise.resolve('');

  constructor(
    private readonly voices: Voices,
    private readonly renderer: Renderer,
  ) {}

  /** Called once by the module that knows how threads are shown, in `onModuleInit`. */
  showThreadsBy(show: ShowThread): void {
    this.showThread = show;
  }

  /** The holes `support` and `thread` of a suggestion's own page, from a comment on. */
  async ofPage(reader: Reader, about: SuggestionInPlace, after: number): Promise<Slots> {
    const { suggestion, place } = about;
    const open = place.pointArchivedAt === null && mayVote(phaseOf(place, now()));
    const [slots, thread] = await Promise.all([
      this.ofList(reader, [suggestion], open),
      this.showThread(reader, about, after),
    ]);
    return { support: slots[voiceSlot(suggestion)] ?? '', thread };
  }

  /** The hole `voiceSlot` of each suggestion in a list. At most two queries. @param open while votes are taken. */
  async ofList(reader: Reader, suggestions: readonly Weighed[], open: boolean): Promise<Slots> {
    const ids = suggestions.map(({ id }) => id);
    const reworded = suggestions.filter(({ wordingNumber }) => wordingNumber > 1).map(({ id }) => id);
    const accountId = reader.viewer?.accountId ?? null;
    const [own, earlier] = await Promise.all([
      accountId === null ? null : this.voices.ofAccount(accountId, ids),
      this.voices.onEarlier(reworded),
    ]);
    const box = (suggestion: Weighed) => () =>
      this.renderer.part(
        reader,
        'components/support',
        voiceModel(suggestion, {
          accountId,
          own: own?.get(suggestion.id) ?? null,
          earlier: earlier.get(suggestion.id) ?? null,
          open,
          locale: reader.locale,
        }),
      );
    return {
      [anyVoiceSlot]: '',
      ...Object.fromEntries(suggestions.map((one) => [voiceSlot(one), box(one)])),
    };
  }
}
