import { Invitations } from '../../src/accounts/people/invitations.service.js';
import { after, day } from '../../src/accounts/periods.js';
import type { Role } from '../../src/accounts/role-grant.entity.js';
import { type RoleScope, Roles, type RoleWindow } from '../../src/accounts/roles.service.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import type { Person } from '../feedback/world.js';
import type { DeskWorld } from '../moderation/desk-world.js';

/** Who may stand before a door. */
export const kinds = [
  'anonymous',
  'citizen',
  'garant of another point',
  'garant',
  'deputy',
  'deputy before the window',
  'deputy after the window',
  'staff',
  'admin',
] as const;
export type Kind = (typeof kinds)[number];

/** Somebody of each kind, and somebody who proved long ago who they are; with what addresses name. */
export interface Cast {
  by: Record<Exclude<Kind, 'anonymous'>, Person>;
  /** An admin, so that nothing but the age of the proof is in the way. */
  stale: Person;
  /** Values of the parameters of addresses; the first pattern that fits a route tells. */
  examples: [route: RegExp, values: Record<string, string>][];
}

/** The point's garant is `jana`; what the citizen and another one said waits there. */
export async function castOf(here: DeskWorld): Promise<Cast> {
  const ago = (days: number) => after(-days * day);
  const officer = async (name: string, role: Role, scope: RoleScope = {}, window?: RoleWindow) => {
    const person = await here.person(name);
    await here.app.application.get(Roles).grant({ accountId: person.id, role, scope, window }, null);
    return signedIn(here, person);
  };
  const jana = { personUid: 'jana' };
  const by = {
    citizen: await here.person('Eva Občanská'),
    'garant of another point': await officer('Petr Jinde', 'garant', { personUid: 'petr' }),
    garant: await officer('Jana Zdejší', 'garant', jana),
    deputy: await officer('Dan Zástupný', 'deputy', jana, { from: ago(1), until: ago(-1) }),
    'deputy before the window': await officer('Iva Brzká', 'deputy', jana, { from: ago(-1), until: null }),
    'deputy after the window': await officer('Ota Pozdní', 'deputy', jana, { from: null, until: ago(1) }),
    staff: await officer('Tereza Dohlížející', 'staff'),
    admin: await officer('Adam Vrchní', 'admin'),
  };
  const stale = await signedIn(here, await officer('Stará Známá', 'admin'), ago(2));

  const author = await here.person('Autor Návrhů');
  const comment = await here.say(author, 'Tohle by šlo i dřív.');
  const { number } = await here.suggest(author, 'Formuláře budou na internetu a půjdou poslat bez podpisu.');
  const wish = { role: 'garant' as const, scope: { personUid: 'jana' }, window: { from: null, until: null } };
  const offers = here.app.application.get(Invitations);
  const invitation = await offers.invite(null, author.email, wish, 'cs');
  const job = await rehearsed(here);
  const grant = (await here.app.application.get(Roles).heldBy(here.app.database.read, by.staff.id))[0]?.id;
  const somewhere = { programme: 'zkusebni', point: 'urad' };
  const none = '00000000-0000-7000-8000-000000000000';
  return {
    by,
    stale,
    examples: [
      [/^\/demo\/prihlaseni/, { name: 'obcan' }],
      [/^\/garant\/komentare/, { id: comment.id }],
      [/^\/garant\/slouceni/, { ...somewhere, number: '2' }],
      [/^\/(garant\/)?navrhy/, { number: String(number) }],
      [/^\/program\/.*\/zneni\/:which/, { ...somewhere, number: '2', which: '1' }],
      [/^\/program\/.*\/verze\/:which/, { ...somewhere, which: '1' }],
      [/^\/program/, { ...somewhere, number: '2' }],
      [/^\/sprava\/(prehled|vystupy)/, somewhere],
      [/^\/sprava\/import/, { number: String(job), position: '0' }],
      [/^\/sprava\/lide\/pozvanky/, { id: invitation }],
      [/^\/sprava\/lide/, { id: by.staff.id, grant: grant ?? '' }],
      [/^\/muj-ucet\/pozvanky\/osoby/, { uid: 'jana' }],
      [/^\/muj-ucet\/pozvanky/, { id: invitation }],
      // What belongs to nobody here: others must not even learn that it is not there.
      [/^\/muj-ucet/, { id: none, provider: 'zadny' }],
      [/^\/prihlaseni/, { token: 'x'.repeat(43), provider: 'zadny', id: none }],
      [/^\/(podminky|soukromi|souhlas)/, { version: '1' }],
      [/^\/assets/, { version: '0' }],
    ],
  };
}

async function signedIn(here: DeskWorld, person: Person, provedAt?: string): Promise<Person> {
  const sessions = here.app.application.get(Sessions);
  const token = await here.write((manager) =>
    sessions.start(manager, { accountId: person.id, userAgent: 'test', method: 'email', provedAt }),
  );
  return { ...person, cookie: `${sessions.cookieName}=${token}` };
}

async function rehearsed(here: DeskWorld): Promise<number> {
  const jobs = here.app.application.get(ImportJobs);
  const bytes = Buffer.from('---\ntitle: Nový bod\nuid: novy\n---\n## Nadpis\n\nText.\n');
  const { id, number } = await here.write((manager) =>
    jobs.begin(manager, {
      origin: 'upload',
      originName: 'texty.zip',
      scope: 'partial',
      actorId: null,
      files: [{ path: 'zkusebni/novy.md', bytes }],
    }),
  );
  await jobs.rehearse(id);
  return number;
}

/** The address of a route with its parameters filled in. @throws Error for a parameter without an example. */
export function addressOf(path: string, examples: Cast['examples']): string {
  const values = examples.find(([route]) => route.test(path))?.[1] ?? {};
  return path
    .replace(/:(\w+)/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined)
        throw new Error(`There is no example for :${name} of ${path}: add it to matrix-world`);
      return encodeURIComponent(value);
    })
    .replace(/\*$/, 'css/site.css');
}
