import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { ConsentKind } from './consent.entity.js';
import type { ConsentModel } from './consent.page.js';
import { consentKinds, type GivenConsent, textOfConsent } from './consents.service.js';
import { errorSummary, type TextField, textField } from './form-fields.js';
import type { Settings } from './settings.service.js';

/** View model of `accounts/settings`. */
export interface SettingsModel {
  errors: { href: string; text: string }[];
  nameField: TextField;
  language: {
    id: string;
    name: string;
    label: string;
    hint: string | null;
    error: string | null;
    options: { id: string; value: string; label: string; detail: null; selected: boolean }[];
  };
  /** The latest first. */
  formerNames: { name: string; until: string }[];
  /** The latest version of each kind that was agreed to; `href` leads to the text as it was. */
  given: { kind: ConsentKind; version: string; at: string; href: string }[];
  /** Whether the consent to opinions is given and can be taken back. */
  withdrawable: boolean;
  /** What has to be agreed to before the next contribution; null when nothing. */
  consent: ConsentModel | null;
}

/** What was typed and what is wrong with it, and what is asked to be agreed to. */
export interface SettingsAnswer {
  typed?: Record<string, string>;
  errors?: Record<string, string>;
  consent: ConsentModel;
}

/** The settings page. */
export function settingsModel(
  locale: Locale,
  { account, consents, formerNames }: Settings,
  { typed = {}, errors = {}, consent }: SettingsAnswer,
): SettingsModel {
  return {
    errors: errorSummary(errors),
    nameField: textField('publicName', 'text', {
      label: translate(locale, 'accounts.field.publicName'),
      hint: translate(locale, 'accounts.settings.nameHint'),
      value: typed.publicName ?? account.publicName,
      error: errors.publicName,
      autocomplete: 'nickname',
    }),
    language: languageChoices(locale, account.locale, errors.locale),
    formerNames: formerNames.map(({ publicName, replacedAt }) => ({ name: publicName, until: replacedAt })),
    given: consentKinds.flatMap((kind) => {
      const latest = consents.findLast((each) => each.kind === kind);
      return latest ? givenModel(latest, locale) : [];
    }),
    withdrawable: consents.some(({ kind }) => kind === 'opinions'),
    consent: consent.asked.length === 0 ? null : consent,
  };
}

function givenModel(
  { kind, version, givenAt }: GivenConsent,
  locale: Locale,
): SettingsModel['given'][number] {
  return { kind, version, at: givenAt, href: localPath(locale, `/${textOfConsent[kind]}/${version}`) };
}

function languageChoices(locale: Locale, current: string, error?: string): SettingsModel['language'] {
  return {
    id: 'locale',
    name: 'locale',
    label: translate(locale, 'accounts.settings.languageLabel'),
    hint: null,
    error: error ?? null,
    options: [
      { id: 'locale-cs', value: 'cs', label: 'Čeština', detail: null, selected: current === 'cs' },
      { id: 'locale-en', value: 'en', label: 'English', detail: null, selected: current === 'en' },
    ],
  };
}
