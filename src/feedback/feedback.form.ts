import { IsIn, IsString } from 'class-validator';
import { IsCitizenText } from '../web/text/decorators.js';

/** Longest comment, in characters. */
export const longestComment = 3000;

/** What may be chosen in a vote box; pressing the pressed button again sends `withdraw`. */
export const choices = ['agree', 'undecided', 'disagree', 'withdraw'] as const;
export type Choice = (typeof choices)[number];

/** A comment on a section. */
export class CommentForm {
  @IsCitizenText({ max: longestComment })
  body: string;

  /** Number of the comment it answers; empty for a new thread. */
  @IsString()
  odpoved = '';

  /** Id of the wording on the page. */
  @IsString()
  revize = '';

  /** Filled in by machines only. */
  @IsString()
  website = '';
}

/** A vote on a section. */
export class VoteForm {
  @IsIn(choices, { message: 'feedback.vote.unknown' })
  volba: Choice;

  /** Id of the wording on the page. */
  @IsString()
  revize = '';
}
