import { IsIn, IsString } from 'class-validator';
import { IsCitizenText } from '../web/text/decorators.js';
import { longest } from './suggestion.form.js';

const intents = ['send', 'preview', 'diff'] as const;

/** Other words for one's own suggestion. */
export class RewriteForm {
  @IsCitizenText({ min: 0, max: longest.heading, oneLine: true })
  heading = '';

  @IsCitizenText({ min: 0, max: longest.body })
  body = '';

  @IsCitizenText({ min: 10, max: longest.reason })
  reason: string;

  /** Id of the wording the form was filled with. */
  @IsString()
  revize = '';

  /** As in `SuggestionForm`. */
  @IsIn(intents, { message: 'suggestions.problem.kind' })
  intent: (typeof intents)[number] = 'send';
}

/** That the wording merged with today's text is still one's own. */
export class ConfirmForm {
  /** Id of the wording it was shown against. */
  @IsString()
  revize = '';
}

/** What one says about the garant's changes. */
export class StanceForm {
  @IsIn(['agrees', 'distances'], { message: 'suggestions.problem.stance' })
  postoj: 'agrees' | 'distances';
}
