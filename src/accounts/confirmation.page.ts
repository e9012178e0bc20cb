import { type Locale, translate } from '../web/i18n/messages.js';
import { choiceName } from './confirmation.form.js';
import type { Confirmation, Published } from './confirmation.service.js';
import { deviceOf } from './device.js';
import { errorSummary, type TextField, textField } from './form-fields.js';
import type { Description } from './publishers.js';

/** One waiting contribution with its checkbox. */
interface WaitingModel {
  name: string;
  about: Description;
}

/** View model of `accounts/confirm`. */
export interface ConfirmModel {
  errors: { href: string; text: string }[];
  action: string;
  title: string;
  email: string;
  publicName: string | null;
  isNew: boolean;
  /** Ids of everything listed. */
  shown: string;
  waiting: WaitingModel[];
  /** How many more were written about things that no longer are. */
  gone: number;
  /** The browser it was asked in, when that was another one. */
  elsewhere: { device: string; at: string } | null;
  /** Asked only when there is no other way to a name. */
  nameField: TextField | null;
}

/** The page behind the link in a mail. */
export function confirmModel(
  locale: Locale,
  token: string,
  confirmation: Confirmation,
  given: { publicName?: string; errors: Record<string, string> },
): ConfirmModel {
  const { email, publicName, isNew, waiting, elsewhere } = confirmation;
  const named = waiting.flatMap(({ id, about }) => (about ? [{ name: choiceName(id), about }] : []));
  const asked = isNew && (publicName === null || given.errors.publicName !== undefined);
  return {
    email,
    publicName,
    isNew,
    waiting: named,
    gone: waiting.length - named.length,
    elsewhere: elsewhere && {
      at: elsewhere.at,
      device: deviceOf(elsewhere.userAgent) ?? translate(locale, 'accounts.confirm.unknownDevice'),
    },
    errors: errorSummary(given.errors),
    action: `/prihlaseni/overeni/${token}`,
    title: translate(locale, confirmTitle(confirmation)),
    shown: waiting.map(({ id }) => id).join(','),
    nameField: asked
      ? textField('publicName', 'text', {
          label: translate(locale, 'accounts.field.publicName'),
          hint: translate(locale, 'accounts.confirm.nameHint'),
          value: given.publicName ?? publicName ?? '',
          error: given.errors.publicName,
          autocomplete: 'nickname',
        })
      : null,
  };
}

/** Key of the page's heading. */
export function confirmTitle({ waiting }: Confirmation): string {
  return waiting.some(({ about }) => about)
    ? 'accounts.confirm.titlePublish'
    : 'accounts.confirm.titleSignIn';
}

/** View model of `accounts/outcome`: shown only when something could not be published. */
export interface OutcomeModel {
  published: { path: string; number: number }[];
  refused: { about: Description | null; reason: string }[];
}

/** What was published and what was not, with the words of the latter, so that they are not lost. */
export function outcomeModel(
  locale: Locale,
  shown: Pick<Confirmation, 'waiting'>,
  { published, refused }: Published,
): OutcomeModel {
  const byId = new Map(shown.waiting.map(({ id, about }) => [id, about]));
  return {
    published: published.map((path, place) => ({ path, number: place + 1 })),
    refused: refused.map(({ id, key, params }) => ({
      about: byId.get(id) ?? null,
      reason: translate(locale, key, params),
    })),
  };
}
