import { type Locale, translate } from '../web/i18n/messages.js';
import { consentVersion } from './consents.service.js';

/** View model of `components/consent`. */
export interface ConsentModel {
  /** Safe HTML of our own. */
  text: string;
  version: string;
  choice: {
    id: string;
    name: string;
    value: string;
    label: string;
    detail: string | null;
    checked: boolean;
    required: boolean;
    error: string | null;
  };
}

/** What one agrees to, with its checkbox. */
export function consentModel(locale: Locale, given: { checked: boolean; error?: string }): ConsentModel {
  return {
    text: translate(locale, 'accounts.consent.html'),
    version: consentVersion,
    choice: {
      id: 'consent',
      name: 'consent',
      value: 'yes',
      label: translate(locale, 'accounts.consent.label'),
      detail: null,
      checked: given.checked,
      required: true,
      error: given.error ?? null,
    },
  };
}
