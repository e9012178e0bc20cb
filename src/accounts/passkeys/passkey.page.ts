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
    /** When somebody last seemed to use a copy of it. */
    copiedAt: string | null;
    /** Whether its name was refused: the form that renames it stands open. */
    refused: boolean;
    /** Path below which it is renamed and removed. */
    action: string;
    nameField: TextField;
  }[];
  /** Null where none can be added. */
  adding: { nameField: TextField } | null;
  /** Why none can be added. */
  hindrance: string | null;
}

/** The name of a passkey that was refused, with what was typed; `keyId` is null for one to be added. */
export interface RefusedName {
  keyId: string | null;
  typed: string;
  error: string;
}

/** What the part of the page is made of. */
export interface PasskeysShown {
  keys: readonly Passkey[];
  /** When a copy of a key was last noted, by its id. */
  copies: ReadonlyMap<string, string>;
  userAgent: string;
  /** Whether passkeys can be had at the address of this site at all. */
  isPossible: boolean;
  refused: RefusedName | null;
}

/** The part of the page about security that is about passkeys. */
export function passkeysModel(locale: Locale, shown: PasskeysShown): PasskeysModel {
  const { keys, copies, refused } = shown;
  const hindrance = hindranceOf(locale, shown);
  return {
    keys: keys.map(({ id, name, backedUp, createdAt, lastUsedAt }) => ({
      name,
      backedUp,
      createdAt,
      lastUsedAt,
      copiedAt: copies.get(id) ?? null,
      refused: refused?.keyId === id,
      action: `${keepingPath}/${id}`,
      nameField: nameField(locale, id, name, refused),
    })),
    adding: hindrance ? null : { nameField: nameField(locale, null, suggestedName(locale, shown), refused) },
    hindrance,
  };
}

/** View model of `components/error-summary` for the page where a name was refused. */
export function refusedNameSummary(refused: RefusedName | null): { href: string; text: string }[] {
  return refused ? [{ href: `#${fieldId(refused.keyId)}`, text: refused.error }] : [];
}

/** A name by which a new passkey can be told from those there are: `wanted`, or `wanted 2`, `wanted 3` … */
export function nameAmong(wanted: string, names: readonly string[]): string {
  const taken = new Set(names.map((name) => name.toLocaleLowerCase()));
  let name = wanted;
  for (let count = 2; taken.has(name.toLocaleLowerCase()); count += 1) name = `${wanted} ${count}`;
  return name;
}

function hindranceOf(locale: Locale, { keys, isPossible }: PasskeysShown): string | null {
  if (!isPossible) return translate(locale, 'accounts.passkey.notHere');
  return keys.length < mostPasskeys
    ? null
    : translate(locale, 'accounts.passkey.full', { most: mostPasskeys });
}

function suggestedName(locale: Locale, { keys, userAgent }: PasskeysShown): string {
  const wanted = deviceOf(userAgent) ?? translate(locale, 'accounts.passkey.unnamed');
  return nameAmong(
    wanted,
    keys.map(({ name }) => name),
  );
}

function fieldId(keyId: string | null): string {
  return keyId ? `klic-${keyId}` : 'klic-novy';
}

function nameField(
  locale: Locale,
  keyId: string | null,
  value: string,
  refused: RefusedName | null,
): TextField {
  const wrong = refused?.keyId === keyId ? refused : null;
  const field = textField('name', 'text', {
    label: translate(locale, 'accounts.passkey.name'),
    hint: keyId ? undefined : translate(locale, 'accounts.passkey.nameHint'),
    value: wrong?.typed ?? value,
    error: wrong?.error,
  });
  return { ...field, id: fieldId(keyId) };
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
    backLabel: translate(
      locale,
      back.startsWith('/prihlaseni')
        ? 'accounts.passkey.trouble.toSignIn'
        : 'accounts.passkey.trouble.toSecurity',
    ),
  };
}
