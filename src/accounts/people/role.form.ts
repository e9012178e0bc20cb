import { Transform } from 'class-transformer';
import { IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { now } from '../../database/time.js';
import type { FieldErrors } from '../../web/forms.js';
import { type Locale, translate } from '../../web/i18n/messages.js';
import { instantFrom } from '../../web/i18n/prague-time.js';
import { IsEmailAddress } from '../../web/text/decorators.js';
import type { Role } from '../role-grant.entity.js';
import type { RoleScope, RoleWindow } from '../roles.service.js';
import { allRoles, reachesPoints } from './people.rules.js';
import type { Reach } from './reach.service.js';

const day = /^(\d{4}-\d\d-\d\d)?$/;

/** A role to be given. */
export class RoleForm {
  @IsIn(allRoles, { message: 'accounts.roleForm.problem.role' })
  role: Role;

  /** Empty for roles that reach everything. */
  @IsOptional()
  @MaxLength(400, { message: 'accounts.roleForm.problem.reach' })
  reach?: string;

  /** First and last day of a deputy, as clocks in Prague show them. */
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : value))
  @Matches(day, { message: 'accounts.roleForm.problem.date' })
  from?: string;

  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : value))
  @Matches(day, { message: 'accounts.roleForm.problem.date' })
  until?: string;
}

/** A role offered to an address. */
export class InvitationForm extends RoleForm {
  @IsEmailAddress()
  email: string;
}

/** The role that a form asks for. */
export interface Wish {
  role: Role;
  scope: RoleScope;
  window: RoleWindow;
}

/** What the form asks for, or the keys of what is wrong with its fields. */
export function readWish(
  { role, reach = '', from = '', until = '' }: RoleForm,
  reaches: readonly Reach[],
): { ok: true; wish: Wish } | { ok: false; problems: Record<string, string> } {
  const found = reaches.find(({ value }) => value === reach);
  const window = windowFrom(from, until);
  const problems = {
    ...(reachesPoints(role) ? !found && problem('reach', 'reach') : reach && problem('reach', 'noReach')),
    ...(role === 'deputy' ? windowProblem(window) : (from || until) && problem('from', 'noWindow')),
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const { scope } = found ?? { scope: {} };
  return { ok: true, wish: { role, scope, window: window ?? { from: null, until: null } } };
}

/**
 * What is wrong with a form that was not even read, as far as it can be told: nobody should have to correct one thing
 * after another.
 */
export function allProblems(
  locale: Locale,
  { typed, errors }: { typed: Record<string, string>; errors: FieldErrors },
  reaches: readonly Reach[],
): FieldErrors {
  const role = allRoles.find((name) => name === typed.role);
  if (!role) return errors;
  const wish = readWish({ ...typed, role }, reaches);
  return wish.ok ? errors : { ...translated(locale, wish.problems), ...errors };
}

/** Null when one of them is no date; the last day is within the window. */
function windowFrom(from: string, until: string): RoleWindow | null {
  const begins = from === '' ? null : instantFrom(from, 'start');
  const lastMoment = until === '' ? null : instantFrom(until, 'end');
  if ((from !== '' && begins === null) || (until !== '' && lastMoment === null)) return null;
  const ends = lastMoment === null ? null : new Date(Date.parse(lastMoment) + 1).toISOString();
  return { from: begins, until: ends };
}

function windowProblem(window: RoleWindow | null): Record<string, string> | false {
  if (window === null) return problem('from', 'date');
  const { from, until } = window;
  if (until === null) return false;
  if (until <= now()) return problem('until', 'past');
  return from !== null && until <= from && problem('until', 'order');
}

function problem(field: string, name: string): Record<string, string> {
  return { [field]: `accounts.roleForm.problem.${name}` };
}

/** Messages of problems in the reader's language. */
export function translated(locale: Locale, problems: Record<string, string>): FieldErrors {
  return Object.fromEntries(Object.entries(problems).map(([field, key]) => [field, translate(locale, key)]));
}
