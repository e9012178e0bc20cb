import { IsIn, IsString } from 'class-validator';
import { IsCitizenText } from '../web/text/decorators.js';
import type { SuggestionKind } from './suggestion.entity.js';

/** Longest texts of a suggestion, in characters. */
export const longest = { heading: 200, body: 20_000, reason: 2000 } as const;

export const suggestionKinds = ['reword', 'add', 'remove'] as const satisfies readonly SuggestionKind[];
const intents = ['send', 'preview', 'diff'] as const;

/** Another wording of a section, a new section after it, or that it should go. */
export class SuggestionForm {
  @IsIn(suggestionKinds, { message: 'suggestions.problem.kind' })
  kind: SuggestionKind = 'reword';

  @IsCitizenText({ min: 0, max: longest.heading, oneLine: true })
  heading = '';

  @IsCitizenText({ min: 0, max: longest.body })
  body = '';

  @IsCitizenText({ min: 10, max: longest.reason })
  reason: string;

  /** Whether the author may be named in the history of the files. */
  @IsIn(['', '1'], { message: 'suggestions.problem.credited' })
  credited: '' | '1' = '';

  /** Id of the wording the form was filled with. */
  @IsString()
  revize = '';

  /** Numbers of very similar suggestions that were shown before sending, with commas. */
  @IsString()
  videno = '';

  /** Sends it, shows its changes on a page, or only the changes for a script. */
  @IsIn(intents, { message: 'suggestions.problem.kind' })
  intent: (typeof intents)[number] = 'send';

  /** Filled in by machines only. */
  @IsString()
  website = '';
}
