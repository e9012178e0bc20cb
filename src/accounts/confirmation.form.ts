import { IsString, ValidateIf } from 'class-validator';
import { IsPublicName } from '../web/text/decorators.js';

/** What the page behind the link in the mail asks, besides the contributions chosen. */
export class ConfirmationForm {
  /** Asked only when the address has no account and nothing that waits brings a usable name. */
  @ValidateIf(({ publicName }: ConfirmationForm) => publicName !== undefined)
  @IsPublicName()
  publicName?: string;

  /** Ids of all contributions that the page showed, separated by commas. */
  @IsString()
  shown = '';
}

const choice = /^publish-([0-9a-f-]{36})$/;

/** The name of the checkbox of one waiting contribution. */
export function choiceName(id: string): string {
  return `publish-${id}`;
}

/** Takes the checkboxes out of a form: ids of the contributions to publish, and the other fields. */
export function splitChoices(body: unknown): { chosen: string[]; rest: Record<string, unknown> } {
  const entries = Object.entries(Object(body) as Record<string, unknown>);
  const isChoice = ([name, value]: [string, unknown]) => choice.test(name) && value === 'yes';
  return {
    chosen: entries.filter(isChoice).flatMap(([name]) => choice.exec(name)?.[1] ?? []),
    rest: Object.fromEntries(entries.filter((entry) => !isChoice(entry))),
  };
}
