import { IsIn, IsOptional } from 'class-validator';
import { IsCitizenText } from '../web/text/decorators.js';
import type { Ground } from './decision.entity.js';
import type { CommentStanding } from './moderation.rules.js';

/** Grounds in the order in which they are offered. */
export const grounds: readonly Ground[] = [
  'insult',
  'personal-data',
  'illegal',
  'spam',
  'off-topic',
  'duplicate',
];

const standings: readonly CommentStanding[] = ['waiting', 'handled', 'hidden'];

/** Setting aside; also the part of every other form that says where the comment stood on the page. */
export class SettleForm {
  @IsIn(standings, { message: 'moderation.problem.standing' })
  standing: CommentStanding;
}

export class AnswerForm extends SettleForm {
  @IsCitizenText({ max: 3000 })
  body: string;
}

export class HideForm extends SettleForm {
  @IsIn(grounds, { message: 'moderation.problem.ground' })
  ground: Ground;

  @IsCitizenText({ min: 10, max: 1000 })
  facts: string;
}

/** Showing again; without facts it is an undo. */
export class RestoreForm {
  @IsOptional()
  @IsCitizenText({ min: 10, max: 1000 })
  facts?: string;
}
