import type { Role } from '../accounts/role-grant.entity.js';
import type { RoleScope, RoleWindow } from '../accounts/roles.service.js';
import type { Database } from '../database/database.js';
import { Refusal } from './run.js';

/** Options that say what a role reaches, and when. */
export interface ScopeOptions {
  point?: string;
  person?: string;
  from?: string;
  until?: string;
}

/** ` as jiri.jaros`, ` of kraj2020/doprava`, or nothing for what reaches everything. */
export function labelOf(person?: string, point?: string): string {
  if (person) return ` as ${person}`;
  return point ? ` of ${point}` : '';
}

/**
 * What a role is to reach, and how to say it.
 * @throws Refusal for what does not fit the role, and for what is not there.
 */
export async function scopeOf(
  database: Database,
  role: Role,
  options: ScopeOptions,
): Promise<{ scope: RoleScope; label: string }> {
  refuseMisfit(role, options);
  const { point, person } = options;
  if (!point && !person) return { scope: {}, label: '' };
  const scope = point ? await pointScope(database, point) : await personScope(database, person ?? '');
  return { scope, label: labelOf(person, point) };
}

/** @throws Refusal for what does not fit the role, whatever is there. */
export function refuseMisfit(role: Role, { point, person }: ScopeOptions): void {
  const reachesAll = role === 'staff' || role === 'admin';
  if (reachesAll && (point || person))
    throw new Refusal(`A role of ${role} covers everything: leave --point and --person out.`);
  if (!reachesAll && Boolean(point) === Boolean(person))
    throw new Refusal(`A role of ${role} needs either --point PROGRAMME/SLUG or --person UID.`);
}

async function pointScope(database: Database, path: string): Promise<RoleScope> {
  const [{ Point }, { Programme }] = await Promise.all([
    import('../programme/point.entity.js'),
    import('../programme/programme.entity.js'),
  ]);
  const [uid = '', slug = ''] = path.split('/', 2);
  const programme = await database.read.findOneBy(Programme, { uid });
  const point = programme && (await database.read.findOneBy(Point, { programmeId: programme.id, slug }));
  if (!programme || !point) throw new Refusal(`There is no point ${path}.`);
  return { pointId: point.id };
}

async function personScope(database: Database, uid: string): Promise<RoleScope> {
  const [{ Person }, { PointGarant }] = await Promise.all([
    import('../programme/person.entity.js'),
    import('../programme/point-garant.entity.js'),
  ]);
  const isKnown = await database.read.existsBy(Person, { uid });
  const isNamed = isKnown || (await database.read.existsBy(PointGarant, { personUid: uid }));
  if (!isNamed) throw new Refusal(`Neither people/ nor any point knows a person ${uid}.`);
  return { personUid: uid };
}

/**
 * When a deputy's powers begin and end, from days as clocks in Prague show them; the last day belongs to it.
 * @throws Refusal for other roles, what is no date, and a window that is over.
 */
export async function windowOf(role: Role, { from, until }: ScopeOptions): Promise<RoleWindow> {
  if (role !== 'deputy' && (from ?? until) !== undefined)
    throw new Refusal(`Only a deputy has days to begin and end: leave --from and --until out.`);
  const { instantFrom } = await import('../web/i18n/prague-time.js');
  const instant = (name: string, text: string | undefined, edge: 'start' | 'end') => {
    if (text === undefined) return null;
    const at = /^\d{4}-\d\d-\d\d$/.test(text) ? instantFrom(text, edge) : null;
    if (at === null) throw new Refusal(`--${name} must be a day such as 2026-12-31.`);
    return edge === 'start' ? at : new Date(Date.parse(at) + 1).toISOString();
  };
  const window = { from: instant('from', from, 'start'), until: instant('until', until, 'end') };
  if (window.until !== null && window.until <= (window.from ?? new Date().toISOString()))
    throw new Refusal('--until is before the window begins, or has passed.');
  return window;
}
