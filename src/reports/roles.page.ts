import { windowModel } from '../accounts/people/role.page.js';
import { now } from '../database/time.js';
import { formatDate } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { HeldRole } from './staff.service.js';

/** View model of `components/table`: who holds which role, and where. */
export function rolesTable(roles: readonly HeldRole[], locale: Locale) {
  const column = (name: string) => ({ label: translate(locale, `reports.roles.${name}`), numeric: false });
  return {
    caption: translate(locale, 'reports.roles.title'),
    columns: ['name', 'role', 'reach', 'since'].map(column),
    rows: roles.map((held) => ({
      href: null,
      heading: held.publicName,
      cells: [
        translate(locale, `reports.role.${held.role}`),
        [reachOf(held, locale), windowModel(locale, held, now())?.text].filter(Boolean).join(', '),
        formatDate(locale, held.grantedAt),
      ].map((text) => ({ text, numeric: false })),
    })),
  };
}

function reachOf(held: HeldRole, locale: Locale): string {
  if (held.pointTitle !== null) return translate(locale, 'reports.roles.point', { point: held.pointTitle });
  if (held.personName === held.publicName) return translate(locale, 'reports.roles.own');
  if (held.personName !== null) return translate(locale, 'reports.roles.person', { name: held.personName });
  return translate(locale, 'reports.roles.everything');
}
