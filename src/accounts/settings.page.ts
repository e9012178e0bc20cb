import { type Locale, translate } from '../web/i18n/messages.js';
import type { Viewer } from '../web/viewer.js';
import { type ConsentModel, consentModel } from './consent.page.js';
import { errorSummary, type TextField, textField } from './form-fields.js';
import type { Settings } from './settings.service.js';

/** View model of `accounts/settings`. */
export interface SettingsModel {
  errors: { href: string; text: string }[];
  email: string;
  nameField: TextField;
  language: {
    id: string;
    name: string;
    label: string;
    hint: string | null;
    error: string | null;
    options: { id: string; value: string; label: string; detail: null; selected: boolean }[];
  };
  sessions: { id: string; device: string; isThis: boolean; createdAt: string; lastUsedAt: string }[];
  consentedAt: string | null;
  /** To be given anew; null while it is in force. */
  consent: ConsentModel | null;
}

/** The settings page; `refused` is what was typed and what is wrong with it. */
export function settingsModel(
  locale: Locale,
  viewer: Viewer,
  { account, consentedAt, sessions }: Settings,
  refused: { typed: Record<string, string>; errors: Record<string, string> } = { typed: {}, errors: {} },
): SettingsModel {
  const { typed, errors } = refused;
  return {
    errors: errorSummary(errors),
    email: account.email ?? '',
    nameField: textField('publicName', 'text', {
      label: translate(locale, 'accounts.field.publicName'),
      hint: translate(locale, 'accounts.settings.nameHint'),
      value: typed.publicName ?? account.publicName,
      error: errors.publicName,
      autocomplete: 'nickname',
    }),
    language: languageChoices(locale, account.locale, errors.locale),
    sessions: sessions.map(({ id, userAgent, createdAt, lastUsedAt }) => ({
      id,
      createdAt,
      lastUsedAt,
      isThis: id === viewer.sessionId,
      device: deviceOf(userAgent) ?? translate(locale, 'accounts.settings.unknownDevice'),
    })),
    consentedAt,
    consent: consentedAt ? null : consentModel(locale, { checked: false, error: errors.consent }),
  };
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

const browsers = [
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const;

const systems = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux/],
] as const;

/** `Firefox, Linux`, as far as a browser says; enough to tell one's phone from one's laptop. */
export function deviceOf(userAgent: string): string | null {
  const named = [browsers, systems].flatMap(
    (list) => list.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? [],
  );
  return named.length > 0 ? named.join(', ') : null;
}
