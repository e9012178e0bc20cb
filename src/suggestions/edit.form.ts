import { IsIn, IsString } from 'class-validator';
import { IsCitizenText } from '../web/text/decorators.js';
import { longest } from './suggestion.form.js';

/** Longest texts of an edit, in characters: imported sections may be longer than what people suggest. */
export const longestEdit = { heading: longest.heading, body: 40_000, note: 500 } as const;

const intents = ['send', 'preview', 'diff'] as const;

/** Another wording of a section, with a note. */
export class EditForm {
  @IsCitizenText({ min: 0, max: longestEdit.heading, oneLine: true })
  heading = '';

  @IsCitizenText({ min: 0, max: longestEdit.body })
  body = '';

  @IsCitizenText({ min: 5, max: longestEdit.note })
  note: string;

  /** Only typography, so that votes stay current. */
  @IsIn(['', '1'], { message: 'suggestions.problem.notMinor' })
  minor: '' | '1' = '';

  /** Id of the wording the form was filled with. */
  @IsString()
  revize = '';

  /** Makes it the text, shows its changes on a page, or only the changes for a script. */
  @IsIn(intents, { message: 'suggestions.problem.kind' })
  intent: (typeof intents)[number] = 'send';
}
