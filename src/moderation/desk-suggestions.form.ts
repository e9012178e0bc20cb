import { Allow, IsEmpty, IsIn, IsOptional } from 'class-validator';
import { longest } from '../suggestions/suggestion.form.js';
import { IsCitizenText } from '../web/text/decorators.js';

/** Accepting; with `body` the final wording is the garant's own. */
export class AcceptForm {
  @IsOptional()
  @IsCitizenText({ min: 0, max: 2000 })
  statement?: string;

  @IsOptional()
  @IsCitizenText({ max: longest.heading, oneLine: true })
  heading?: string;

  @IsOptional()
  @IsCitizenText({ max: longest.body })
  body?: string;

  /** The wording before the garant's eyes. */
  @Allow()
  revision?: string;

  /** A section goes although its text has changed since the suggestion. */
  @IsOptional()
  @IsIn(['1'], { message: 'moderation.problem.standing' })
  confirmed?: string;

  /** Decides, or only shows what the final wording changes: on the page, or alone for a script. */
  @IsOptional()
  @IsIn(['send', 'preview', 'diff'], { message: 'moderation.problem.standing' })
  intent?: string;
}

export class DeclineForm {
  @IsCitizenText({ min: 10, max: 2000 })
  statement: string;
}

export class ReopenForm {
  @IsCitizenText({ min: 10, max: 2000 })
  statement: string;
}

/** Undo and consideration: a button; the field is never there. */
export class ButtonForm {
  @IsEmpty()
  nothing?: undefined;
}
