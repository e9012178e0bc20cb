import { type Locale, translate } from '../../web/i18n/messages.js';
import { deviceOf } from '../device.js';
import { type TextField, textField } from '../form-fields.js';
import type { Passkey } from './passkey.entity.js';
import type { Trouble } from './passkey-trouble.js';
import { mostPasskeys } from './passkeys.service.js';

/** Path below which an account's passkeys are kept. */
export const keepingPath = '/muj-ucet/zabezpeceni/klice';

/** View model of `accounts/passkeys`. */
export interface PasskeysModel {
  keys: {
    name: string;
    backedUp: boolean;
    createdAt: string;
    lastUsedAt: string | null;
    /** Path below which it is renamed and removed. */
    action: string;
    nameField: TextField;
  }[];
  /** Null where there are as many as there may be. */
  adding: { nameField: TextField } | null;
  most: number;
}

/** The part of the page about security that is about passkeys. */
export function passkeysModel(
  passkeys: readonly Passkey[],
  userAgent: string | undefined,
  locale: Locale,
): PasskeysModel {
  const label = translate(locale, 'accounts.passkey.name');
  const suggested = deviceOf(userAgent ?? '') ?? translate(locale, 'accounts.passkey.unnamed');
  const nameField = textField('name', 'text', {
    label,
    hint: translate(locale, 'accounts.passkey.nameHint'),
    value: suggested,
  });
  return {
    keys: passkeys.map(({ id, name, backedUp, createdAt, lastUsedAt }) => ({
      name,
      backedUp,
      createdAt,
      lastUsedAt,
      action: `${keepingPath}/${id}`,
      nameField: { ...textField('name', 'text', { label, value: name }), id: `klic-${id}` },
    })),
    adding: passkeys.length < mostPasskeys ? { nameField: { ...nameField, id: 'klic-novy' } } : null,
    most: mostPasskeys,
  };
}

const statuses: Record<Trouble, number> = {
  gone: 404,
  invalid: 400,
  unknown: 403,
  copied: 403,
  taken: 409,
  full: 409,
};

/** View model of `accounts/passkey-trouble` with the status of the page; `back` is a path of ours. */
export function troubleModel(locale: Locale, trouble: Trouble, back: string) {
  const key = `accounts.passkey.trouble.${trouble}`;
  return {
    status: statuses[trouble],
    title: translate(locale, `${key}.title`),
    text: translate(locale, `${key}.text`, { most: mostPasskeys }),
    back,
  };
}
