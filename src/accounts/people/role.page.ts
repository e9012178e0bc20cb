import { formatDate } from '../../web/i18n/dates.js';
import { type Locale, translate } from '../../web/i18n/messages.js';
import { nameShown } from '../../web/text/name-shown.js';
import { errorSummary } from '../form-fields.js';
import type { Role } from '../role-grant.entity.js';
import { allRoles, mayHandOut, phaseOfWindow } from './people.rules.js';
import type { Reach } from './reach.service.js';

/** A role with what it reaches, as rows of grants and of invitations have it. */
export interface NamedRole {
  role: Role;
  personName: string | null;
  pointTitle: string | null;
  validFrom: string | null;
  validUntil: string | null;
}

/** `Garant: body, které garantuje Jiří Jaroš`. */
export function roleText(locale: Locale, { role, personName, pointTitle }: NamedRole): string {
  const name = translate(locale, `accounts.role.${role}`);
  if (pointTitle !== null) return translate(locale, 'accounts.role.ofPoint', { name, point: pointTitle });
  if (personName !== null) return translate(locale, 'accounts.role.ofPerson', { name, person: personName });
  return name;
}

/** `od 1. prosince do 31. prosince 2026`, and whether it lasts; null for a role without bounds. */
export function windowModel(
  locale: Locale,
  { validFrom, validUntil }: Pick<NamedRole, 'validFrom' | 'validUntil'>,
  at: string,
): { text: string; phase: 'ahead' | 'now' | 'over' } | null {
  if (validFrom === null && validUntil === null) return null;
  const parts = [
    validFrom && translate(locale, 'accounts.role.from', { day: formatDate(locale, validFrom) }),
    validUntil && translate(locale, 'accounts.role.until', { day: formatDate(locale, lastDay(validUntil)) }),
  ].filter(Boolean);
  return { text: parts.join(' '), phase: phaseOfWindow({ validFrom, validUntil }, at) };
}

/** The end does not belong to the window any more; people say the last day that does. */
function lastDay(validUntil: string): string {
  return new Date(Date.parse(validUntil) - 1).toISOString();
}

/** Who sent an invitation; without a name it was the operator. */
export function sentBy(locale: Locale, publicName: string | null | undefined): string {
  return publicName == null
    ? translate(locale, 'accounts.invitations.fromOperator')
    : translate(locale, 'accounts.invitations.from', { by: nameShown(publicName, locale) });
}

/** View model of `accounts/people-role-fields`. */
export interface RoleFieldsModel {
  errors: { href: string; text: string }[];
  emailField: object | null;
  roleChoices: object;
  reachField: object;
  fromField: object;
  untilField: object;
}

/** What was typed and what is wrong with it. */
export interface Typed {
  typed: Record<string, string>;
  errors: Record<string, string>;
}

/** Fields for a role that the viewer may give; `email` where it is offered to an address. */
export function roleFields(
  locale: Locale,
  viewer: { isStaff: boolean; isAdmin: boolean },
  reaches: readonly Reach[],
  { typed, errors }: Typed = { typed: {}, errors: {} },
  { withEmail } = { withEmail: false },
): RoleFieldsModel {
  const field = (name: string, kind: 'email' | 'date' | 'select', given: object = {}) => ({
    id: name,
    name,
    kind,
    label: translate(locale, `accounts.roleForm.${name}`),
    hint: translate(locale, `accounts.roleForm.${name}Hint`),
    value: typed[name] ?? '',
    error: errors[name] ?? null,
    optional: true,
    autocomplete: null,
    maxLength: null,
    rows: null,
    options: null,
    ...given,
  });
  return {
    errors: errorSummary(errors, ['email', 'role', 'reach', 'from', 'until']),
    emailField: withEmail ? field('email', 'email', { optional: false, autocomplete: 'off' }) : null,
    roleChoices: roleChoices(locale, viewer, typed.role, errors.role),
    reachField: field('reach', 'select', {
      // Whoever is to answer for nothing in particular needs none, as its hint says; most do.
      optional: false,
      options: reachOptions(locale, reaches, typed.reach),
    }),
    fromField: field('from', 'date'),
    untilField: field('until', 'date'),
  };
}

function roleChoices(
  locale: Locale,
  viewer: { isStaff: boolean; isAdmin: boolean },
  chosen = 'garant',
  error: string | null = null,
) {
  return {
    id: 'role',
    name: 'role',
    label: translate(locale, 'accounts.roleForm.role'),
    hint: null,
    error,
    options: allRoles
      .filter((role) => mayHandOut(viewer, role))
      .map((role) => ({
        id: `role-${role}`,
        value: role,
        label: translate(locale, `accounts.role.${role}`),
        detail: translate(locale, `accounts.roleForm.may.${role}`),
        selected: role === chosen,
      })),
  };
}

function reachOptions(locale: Locale, reaches: readonly Reach[], chosen = '') {
  const first = {
    value: '',
    label: translate(locale, 'accounts.roleForm.everything'),
    selected: chosen === '',
  };
  const options = reaches.map(({ value, label, scope }) => ({
    value,
    label: translate(locale, scope.pointId ? 'accounts.roleForm.point' : 'accounts.roleForm.person', {
      name: label,
    }),
    selected: value === chosen,
  }));
  return [first, ...options];
}
