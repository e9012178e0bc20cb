import { Allow, IsIn, IsOptional, IsString } from 'class-validator';
import { longestEdit } from '../suggestions/edit.form.js';
import { IsCitizenText } from '../web/text/decorators.js';

const intents = ['send', 'preview', 'diff'] as const;

/** Making several suggestions the text at once. */
export class ConsolidationForm {
  /** Numbers of those picked, with spaces between them: see `withPicks`. */
  @IsString()
  navrh = '';

  /** Numbers of those that the final wording was put together from. */
  @IsString()
  from = '';

  /** Numbers of those whose outcome was on the page, which may have followed the ticks since. */
  @IsString()
  seen = '';

  /** Id of the section's wording before the garant's eyes. */
  @Allow()
  revision?: string;

  @IsOptional()
  @IsCitizenText({ min: 0, max: longestEdit.heading, oneLine: true })
  heading?: string;

  @IsOptional()
  @IsCitizenText({ max: longestEdit.body })
  body?: string;

  @IsCitizenText({ min: 0, max: 2000 })
  statement = '';

  /** Publishes, shows what comes out on a page, or only that for a script. */
  @IsIn(intents, { message: 'moderation.problem.standing' })
  intent: (typeof intents)[number] = 'preview';
}

/** The form's fields with the ticked boxes, which come as a list of one name, as one text. */
export function withPicks(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const { navrh, ...others } = body as Record<string, unknown>;
  if (navrh === undefined) return others;
  return { ...others, navrh: Array.isArray(navrh) ? navrh.join(' ') : navrh };
}

/** Reads numbers; what is none is as if it were not there. */
export function numbersIn(text: string | undefined): number[] {
  const numbers = (text ?? '').split(' ').filter((word) => /^[1-9]\d{0,8}$/.test(word));
  return [...new Set(numbers.map(Number))].sort((one, other) => one - other);
}
