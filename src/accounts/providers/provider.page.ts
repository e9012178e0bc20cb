import type { IdentityProvider } from '../../ops/identity-providers.js';
import type { FieldErrors } from '../../web/forms.js';
import { type Locale, translate } from '../../web/i18n/messages.js';
import type { Viewer } from '../../web/viewer.js';
import { errorSummary, type TextField, textField } from '../form-fields.js';
import type { Identity } from './identity.entity.js';
import type { Newcomer } from './journeys.service.js';
import type { Trouble } from './provider-trouble.js';

/** A button that leads to a provider. */
export interface ProviderButton {
  name: string;
  /** Path its form is sent to. */
  action: string;
}

/** Path below which everything about signing in through a provider stands. */
export const providerPath = (key: string): string => `/prihlaseni/poskytovatel/${key}`;

/** Buttons of the sign-in page. */
export function signInButtons(providers: readonly IdentityProvider[], locale: Locale): ProviderButton[] {
  return providers.map(({ key, name }) => ({ name: name[locale], action: providerPath(key) }));
}

/** Buttons for a new proof: providers that the account is linked with, by their keys. */
export function againButtons(
  providers: readonly IdentityProvider[],
  linked: readonly string[],
  locale: Locale,
): ProviderButton[] {
  return providers
    .filter(({ key }) => linked.includes(key))
    .map(({ key, name }) => ({ name: name[locale], action: `${providerPath(key)}/znovu` }));
}

/** View model of `accounts/provider-links`. */
export interface ProviderLinksModel {
  linked: {
    name: string;
    action: string;
    createdAt: string;
    lastUsedAt: string;
    /** Whether the site offers it no more. */
    gone: boolean;
  }[];
  /** Providers with which the account is not linked yet. */
  offered: ProviderButton[];
}

/** The part of the page about security that is about providers. */
export function providerLinksModel(
  providers: readonly IdentityProvider[],
  identities: readonly Identity[],
  locale: Locale,
): ProviderLinksModel {
  const below = '/muj-ucet/zabezpeceni/poskytovatele';
  const nameOf = (key: string) => providers.find((provider) => provider.key === key)?.name[locale] ?? key;
  const known = identities.map(({ provider }) => provider);
  return {
    linked: identities.map(({ id, provider, createdAt, lastUsedAt }) => ({
      name: nameOf(provider),
      gone: !providers.some(({ key }) => key === provider),
      action: `${below}/${id}/odpojeni`,
      createdAt,
      lastUsedAt,
    })),
    offered: providers
      .filter(({ key }) => !known.includes(key))
      .map(({ key, name }) => ({ name: name[locale], action: `${below}/${key}/propojeni` })),
  };
}

const statuses: Record<Trouble, number> = {
  down: 503,
  denied: 403,
  invalid: 400,
  again: 403,
  other: 403,
  taken: 409,
  held: 409,
  gone: 404,
};

/** View model of `accounts/provider-trouble` with the status of the page. */
export function troubleModel(locale: Locale, name: string, trouble: Trouble, next: string | null) {
  const key = `accounts.provider.trouble.${trouble}`;
  return {
    status: statuses[trouble],
    title: translate(locale, `${key}.title`, { name }),
    text: translate(locale, `${key}.text`, { name }),
    next: next ? `?next=${encodeURIComponent(next)}` : '',
  };
}

/** View model of `accounts/provider-new`: one of the three is there. */
export interface NewcomerModel {
  errors: { href: string; text: string }[];
  name: string;
  action: string;
  /** The provider proved the address: what is missing is a name. */
  creation: { email: string; nameField: TextField } | null;
  /** An address has to be proved by our own mail first. */
  proof: { emailField: TextField; next: string } | null;
  /** Somebody is signed in, and can add the provider to their account. */
  adoption: { publicName: string; next: string } | null;
}

/** What somebody is asked whom a provider vouches for and we do not know. */
export function newcomerModel(
  locale: Locale,
  { key, name }: IdentityProvider,
  newcomer: Newcomer,
  viewer: Viewer | null,
  given: { publicName?: string; errors: FieldErrors } = { errors: {} },
): NewcomerModel {
  const action = `${providerPath(key)}/dokonceni`;
  const { email, isEmailProved, next } = newcomer;
  const model = { errors: errorSummary(given.errors), name: name[locale], action };
  const none = { creation: null, proof: null, adoption: null };
  if (viewer) {
    const adoption = { publicName: viewer.publicName, next: next ?? '/muj-ucet' };
    return { ...model, ...none, adoption };
  }
  if (!email || !isEmailProved) {
    const emailField = textField('email', 'email', {
      label: translate(locale, 'accounts.field.email'),
      hint: translate(locale, 'accounts.provider.new.emailHint'),
      value: email ?? '',
      autocomplete: 'email',
    });
    return { ...model, ...none, proof: { emailField, next: action } };
  }
  const nameField = textField('publicName', 'text', {
    label: translate(locale, 'accounts.field.publicName'),
    hint: translate(locale, 'accounts.confirm.nameHint'),
    value: given.publicName ?? newcomer.name ?? '',
    error: given.errors.publicName,
    autocomplete: 'nickname',
  });
  return { ...model, ...none, creation: { email, nameField } };
}

/** Key of the heading of that page. */
export function newcomerTitle({ creation, adoption }: NewcomerModel): string {
  if (creation) return 'accounts.provider.new.titleName';
  return adoption ? 'accounts.provider.new.titleLink' : 'accounts.provider.new.titleEmail';
}
