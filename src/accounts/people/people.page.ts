import { now } from '../../database/time.js';
import { type Locale, translate } from '../../web/i18n/messages.js';
import { localPath } from '../../web/request.js';
import { nameShown } from '../../web/text/name-shown.js';
import type { Viewer } from '../../web/viewer.js';
import { allRoles, mayManageInvitation, mayTake, stateOf } from './people.rules.js';
import type {
  HeldRole,
  ListedPerson,
  PeopleQuery,
  PersonInDetail,
  SentInvitation,
} from './people.service.js';
import { invitationsOnPage } from './people.service.js';
import { type RoleFieldsModel, roleText, sentBy, windowModel } from './role.page.js';

export const peoplePath = '/sprava/lide';
export const invitationsPath = `${peoplePath}/pozvanky`;

/** Page of one person. */
export function personPath(id: string): string {
  return `${peoplePath}/${id}`;
}

/** View model of `accounts/people`. */
export function peopleModel(
  locale: Locale,
  query: PeopleQuery,
  { people, more, hasAdmin }: { people: readonly ListedPerson[]; more: boolean; hasAdmin: boolean },
) {
  const at = now();
  const last = people.at(-1);
  return {
    trail: trail(locale),
    search: query.search,
    roles: [null, ...allRoles].map((role) => ({
      value: role ?? '',
      label: translate(locale, role === null ? 'accounts.people.anyRole' : `accounts.role.${role}`),
      selected: role === query.role,
    })),
    people: people.map(({ id, publicName, roles }) => ({
      href: localPath(locale, personPath(id)),
      name: publicName,
      roles: roles.map((held) => ({
        text: roleText(locale, held),
        window: windowModel(locale, held, at),
      })),
    })),
    hasAdmin,
    allStep: { href: localPath(locale, peoplePath), label: translate(locale, 'accounts.people.nobody.step') },
    isFiltered: query.search !== '' || query.role !== null,
    firstHref: query.after ? localPath(locale, listPath({ ...query, after: null })) : null,
    nextHref:
      more && last
        ? localPath(locale, listPath({ ...query, after: { key: last.nameSkeleton, id: last.id } }))
        : null,
  };
}

/** Address of a page of the list, without language. */
function listPath({ search, role, after }: PeopleQuery): string {
  const query = new URLSearchParams();
  if (search !== '') query.set('hledat', search);
  if (role !== null) query.set('role', role);
  if (after !== null) query.set('po', `${after.key}~${after.id}`);
  const text = query.toString();
  return text === '' ? peoplePath : `${peoplePath}?${text}`;
}

/** View model of `accounts/people-person`; without a form where the viewer may not give this person anything. */
export function personModel(
  locale: Locale,
  viewer: Viewer,
  { account, roles, formerNames, nameProblem, lookAlikes, declined }: PersonInDetail,
  form: RoleFieldsModel | null,
) {
  const at = now();
  return {
    trail: [
      ...trail(locale),
      { href: localPath(locale, peoplePath), label: translate(locale, 'accounts.people.title') },
    ],
    errors: form?.errors ?? [],
    path: personPath(account.id),
    name: account.publicName,
    email: account.email,
    createdAt: account.createdAt,
    closedAt: account.bannedAt,
    isSelf: account.id === viewer.accountId,
    nameProblem: nameProblem && translate(locale, `accounts.people.${nameProblem.split('.').at(-1)}`),
    lookAlikes: lookAlikes.map(({ id, publicName }) => ({
      href: localPath(locale, personPath(id)),
      name: publicName,
    })),
    held: roles
      .filter(({ revokedAt }) => revokedAt === null)
      .map((held) => ({
        text: roleText(locale, held),
        window: windowModel(locale, held, at),
        origin: originOf(locale, held),
        takeAction: mayTake(viewer, held.role)
          ? localPath(locale, `${personPath(account.id)}/role/${held.id}/odebrani`)
          : null,
      })),
    former: roles
      .filter(({ revokedAt }) => revokedAt !== null)
      .toReversed()
      .map((held) => ({
        text: roleText(locale, held),
        window: windowModel(locale, held, at),
        origin: originOf(locale, held),
        revokedAt: held.revokedAt,
        taken:
          held.revokedBy === null
            ? translate(locale, 'accounts.people.takenBySystem')
            : translate(locale, 'accounts.people.takenBy', { by: nameShown(held.revokedBy, locale) }),
      })),
    formerNames: formerNames.map(({ publicName, replacedAt }) => ({ name: publicName, replacedAt })),
    declined,
    form,
  };
}

function originOf(locale: Locale, { source, provider, grantedBy, grantedAt }: HeldRole) {
  const byOperator = grantedBy === null && (source === 'granted' || source === 'invited');
  return {
    at: grantedAt,
    text: translate(locale, `accounts.people.source.${source}${byOperator ? 'ByOperator' : ''}`, {
      by: nameShown(grantedBy ?? '', locale),
      provider: provider ?? '',
    }),
  };
}

/** View model of `accounts/people-invitations`. */
export function invitationsModel(
  locale: Locale,
  viewer: Viewer,
  sent: readonly SentInvitation[],
  { form, before }: { form: RoleFieldsModel; before: string | null },
) {
  const at = now();
  const page = sent.slice(0, invitationsOnPage);
  const last = page.at(-1);
  return {
    trail: [
      ...trail(locale),
      { href: localPath(locale, peoplePath), label: translate(locale, 'accounts.people.title') },
    ],
    errors: form.errors,
    form,
    invitations: page.map((invitation) => {
      const state = stateOf(invitation, at);
      const mine = mayManageInvitation(viewer, invitation);
      const action = (what: string) => localPath(locale, `${invitationsPath}/${invitation.id}/${what}`);
      return {
        email: invitation.email,
        text: roleText(locale, invitation),
        window: windowModel(locale, invitation, at),
        state,
        from: sentBy(locale, invitation.sender),
        createdAt: invitation.createdAt,
        expiresAt: invitation.expiresAt,
        acceptedAt: invitation.acceptedAt,
        againAction: mine && (state === 'waiting' || state === 'expired') ? action('znovu') : null,
        withdrawAction: mine && state === 'waiting' ? action('stazeni') : null,
      };
    }),
    firstHref: before ? localPath(locale, invitationsPath) : null,
    nextHref:
      sent.length > invitationsOnPage && last ? localPath(locale, `${invitationsPath}?po=${last.id}`) : null,
  };
}

function trail(locale: Locale) {
  return [{ href: localPath(locale, '/sprava'), label: translate(locale, 'accounts.people.administration') }];
}
