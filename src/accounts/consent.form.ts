import { IsString } from 'class-validator';
import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { ConsentKind } from './consent.entity.js';
import type { AgreedVersions } from './consents.service.js';

/** Ticks under the texts the page showed. Which of them are asked depends on the person: see `consentErrors`. */
export class ConsentChoiceForm {
  @IsString()
  consent = '';

  @IsString()
  consentVersion = '';

  @IsString()
  terms = '';

  @IsString()
  termsVersion = '';
}

/** Names of the fields of each consent. */
export const consentFields = {
  opinions: { tick: 'consent', version: 'consentVersion' },
  terms: { tick: 'terms', version: 'termsVersion' },
} as const satisfies Record<ConsentKind, { tick: string; version: string }>;

/**
 * What is wrong with the ticks for `asked`: not ticked, or under a text that is not today's.
 *
 * @param typed the fields as they came.
 */
export function consentErrors(
  locale: Locale,
  typed: Record<string, string>,
  asked: readonly ConsentKind[],
  today: AgreedVersions,
): FieldErrors {
  const errors = asked.flatMap((kind) => {
    const { tick, version } = consentFields[kind];
    if (typed[version] !== undefined && typed[version] !== today[kind]) return [[tick, 'changed']];
    return typed[tick] === 'yes' && typed[version] !== undefined ? [] : [[tick, `required.${kind}`]];
  });
  return Object.fromEntries(
    errors.map(([tick = '', key]) => [tick, translate(locale, `accounts.consent.${key}`)]),
  );
}
