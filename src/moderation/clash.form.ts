import { Allow, IsOptional, Matches } from 'class-validator';
import { longestEdit } from '../suggestions/edit.form.js';
import { IsCitizenText } from '../web/text/decorators.js';

const intents = ['send', 'preview', 'diff'];

/** Merging a suggestion with the text it clashes with. */
export class ClashForm {
  /** A letter for each place: see `readChoices`. */
  @Matches(/^[-cpab]{0,2000}$/, { message: 'moderation.problem.standing' })
  choices = '';

  /** Id of the section's wording before the garant's eyes. */
  @Allow()
  revision?: string;

  @IsOptional()
  @IsCitizenText({ max: longestEdit.heading, oneLine: true })
  heading?: string;

  @IsOptional()
  @IsCitizenText({ max: longestEdit.body })
  body?: string;

  @IsCitizenText({ min: 0, max: 2000 })
  statement = '';

  /** Accepts, shows the result, only that for a script, or decides one place ("p2"). */
  @IsOptional()
  @Matches(new RegExp(`^(${intents.join('|')}|[cpab][1-9]\\d{0,3})$`), {
    message: 'moderation.problem.standing',
  })
  intent?: string;
}
