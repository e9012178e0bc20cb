import { IsIn, IsString } from 'class-validator';

/** What may be chosen; pressing the pressed button again sends `withdraw`. */
export const voiceChoices = ['support', 'oppose', 'withdraw'] as const;

/** A voice for a suggestion or against it. */
export class VoiceForm {
  @IsIn(voiceChoices, { message: 'suggestions.support.unknown' })
  value: (typeof voiceChoices)[number];

  /** Number of the wording on the page. */
  @IsString()
  zneni = '';
}
