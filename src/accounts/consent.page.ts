import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { SiteTexts } from '../web/texts/site-texts.service.js';
import type { ConsentKind } from './consent.entity.js';
import { consentFields } from './consent.form.js';
import { type AgreedVersions, textOfConsent } from './consents.service.js';

/** One consent that is asked for. */
export interface AskedConsent {
  kind: ConsentKind;
  /** Safe HTML of the text itself; null where it is long and linked only. */
  text: string | null;
  /** What is new, for those who agreed to another version before. */
  changes: string | null;
  link: { href: string; text: string };
  version: { name: string; value: string };
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

/** View model of `components/consent`. */
export interface ConsentModel {
  asked: AskedConsent[];
}

/** What is asked of somebody, and what they answered before. */
export interface ConsentQuestion {
  asked: readonly ConsentKind[];
  /** Those that were agreed to in another version. */
  renewed?: readonly ConsentKind[];
  typed?: Record<string, string>;
  errors?: FieldErrors;
}

/** What one agrees to, each with its checkbox. */
export function consentModel(
  locale: Locale,
  texts: SiteTexts,
  today: AgreedVersions,
  { asked, renewed = [], typed = {}, errors = {} }: ConsentQuestion,
): ConsentModel {
  return {
    asked: asked.map((kind) => {
      const name = textOfConsent[kind];
      const { tick, version } = consentFields[kind];
      const text = texts.read(locale, name, today[kind]);
      return {
        kind,
        text: kind === 'opinions' ? (text?.html ?? null) : null,
        changes: renewed.includes(kind) ? (text?.changes ?? null) : null,
        link: {
          href: localPath(locale, kind === 'opinions' ? '/soukromi' : `/${name}`),
          text: translate(locale, `accounts.consent.link.${kind}`),
        },
        version: { name: version, value: today[kind] },
        choice: {
          id: tick,
          name: tick,
          value: 'yes',
          label: translate(locale, `accounts.consent.label.${kind}`),
          detail: null,
          checked: typed[tick] === 'yes' && !errors[tick],
          required: true,
          error: errors[tick] ?? null,
        },
      };
    }),
  };
}
