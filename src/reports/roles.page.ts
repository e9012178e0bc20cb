import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import type { RoleCount } from './staff.service.js';

/** How many hold each role, with the way to who they are. */
export function roleLinks(counts: readonly RoleCount[], locale: Locale) {
  return counts.map(({ role, people }) => ({
    href: `${localPath(locale, '/sprava/lide')}?role=${role}`,
    text: translate(locale, `reports.roles.${role}`, { count: people }),
  }));
}
