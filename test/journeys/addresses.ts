import { readFileSync } from 'node:fs';
import type { EmailChangeTokens } from './ways-in.js';

/**
 * Who looks at a page; `newcomer` has an account and has not said anything yet. A provider vouches for them, as it does
 * for `arriving`, who has none.
 */
export type Reader = 'visitor' | 'citizen' | 'garant' | 'staff' | 'admin' | 'newcomer' | 'arriving';

/** One look at a page. */
export interface Visit {
  path: string;
  by: Reader;
  /** Forms to send from there, one after another; the last answer is looked at. */
  forms: Form[];
  /** 200 unless told otherwise. */
  status: number;
}

/** A form as it is sent, by its address. */
export interface Form {
  action: string;
  fields: Record<string, string>;
}

/** What there is in the demo, for addresses that name it. */
export interface World {
  /** Ids of comments on the garant's point. */
  comments: { waiting: string; handled: string; hidden: string };
  /** Numbers of suggestions. */
  suggestions: {
    open: number;
    accepted: number;
    declined: number;
    adapted: number;
    overtaken: number;
    /** The citizen's: nobody supports it; it clashes with the text. */
    own: number;
    clashing: number;
    /** Carried along to the newer text; its author has not confirmed it yet. */
    merged: number;
  };
  /** Number of an import that has been rehearsed. */
  rehearsed: number;
  /** Of a mail with a link that still works. */
  token: string;
  /** Tokens of links about a change of address that still work. */
  emailChange: EmailChangeTokens;
  /** Id of the citizen's passkey. */
  passkey: string;
  /** Id of an export of the citizen's data. */
  dataExport: string;
  /** Id of somebody who holds a role, held another, and had another name. */
  officer: string;
}

const everybody: readonly Reader[] = ['visitor', 'citizen', 'garant', 'staff', 'admin'];
const desk: readonly Reader[] = ['garant', 'staff', 'admin'];
const office: readonly Reader[] = ['staff', 'admin'];

const point = '/program/kraj2020/digitalizace';
const settled = '/program/nadrazi2026/namesti';

function seen(path: string, by: readonly Reader[] = ['visitor'], status = 200): Visit[] {
  return by.map((reader) => ({ path, by: reader, forms: [], status }));
}

function sent(path: string, by: Reader, status: number, ...forms: Form[]): Visit {
  return { path, by, forms, status };
}

/** Every route of docs/routes.txt that shows a page: what to look at, including what it says to bad input. */
export const pages: Record<string, (world: World) => Visit[]> = {
  'GET /': () => [...seen('/', everybody), ...seen('/neexistuje', everybody, 404)],
  'GET /demo': () => seen('/demo', ['visitor', 'citizen']),
  'GET /demo/posta': () => [
    ...seen('/demo/posta', ['visitor', 'citizen']),
    ...seen('/demo/posta?komu=jana.dvorakova%40example.org'),
    ...seen('/demo/posta?komu=nikdo%40example.org'),
  ],
  'GET /demo/prihlaseni/:name': () => [
    ...seen('/demo/prihlaseni/garant'),
    ...seen('/demo/prihlaseni/x', ['visitor'], 404),
  ],
  'GET /garant': () => [...seen('/garant', desk), ...seen('/garant', ['citizen'], 403)],
  'GET /garant/fronta': () => [
    ...seen('/garant/fronta', desk),
    ...seen('/garant/fronta?bod=nadrazi2026/namesti', ['staff']),
    ...seen('/garant/fronta?druh=navrhy', ['garant']),
  ],
  'GET /garant/komentare/:id': ({ comments }) => [
    ...seen(`/garant/komentare/${comments.waiting}`, desk),
    ...seen(`/garant/komentare/${comments.handled}`, ['garant']),
    ...seen(`/garant/komentare/${comments.hidden}`, ['garant']),
    ...seen('/garant/komentare/x', ['garant'], 404),
  ],
  'GET /garant/navrhy/:number': ({ suggestions }) => [
    ...seen(`/garant/navrhy/${suggestions.open}`, desk),
    ...seen(`/garant/navrhy/${suggestions.accepted}`, ['garant']),
    ...seen(`/garant/navrhy/${suggestions.declined}`, ['garant']),
    ...seen(`/garant/navrhy/${suggestions.clashing}`, ['garant']),
    ...seen(`/garant/navrhy/${suggestions.merged}`, ['garant']),
  ],
  'GET /garant/navrhy/:number/slouceni': ({ suggestions }) => [
    ...seen(`/garant/navrhy/${suggestions.open}/slouceni`, ['garant']),
    ...seen(`/garant/navrhy/${suggestions.open}/slouceni`, ['staff'], 404),
    ...seen(`/garant/navrhy/${suggestions.clashing}/slouceni`, ['garant']),
  ],
  'GET /garant/slouceni/:programme/:point/:number': () => [
    ...seen('/garant/slouceni/kraj2020/digitalizace/1', ['garant']),
    ...seen('/garant/slouceni/kraj2020/digitalizace/4', ['garant']),
    ...seen('/garant/slouceni/kraj2020/digitalizace/6', ['garant']),
    ...seen('/garant/slouceni/kraj2020/digitalizace/1', ['staff'], 404),
  ],
  'GET /moderace': () => seen('/moderace', everybody),
  'GET /muj-ucet': () => [...seen('/muj-ucet', ['citizen', 'garant', 'staff', 'admin', 'newcomer'])],
  'GET /muj-ucet/pozvanky': () => seen('/muj-ucet/pozvanky', ['citizen', 'newcomer', 'garant']),
  'GET /muj-ucet/prispevky': () => [
    ...seen('/muj-ucet/prispevky', ['citizen', 'garant', 'newcomer']),
    ...seen('/muj-ucet/prispevky?co=hlasy-starsi&program=kraj2020', ['citizen']),
    ...seen('/muj-ucet/prispevky?pred=2000-01-01T00:00:00.000Z', ['citizen']),
  ],
  'GET /muj-ucet/udaje': () => seen('/muj-ucet/udaje', ['citizen', 'newcomer']),
  'GET /muj-ucet/udaje/export/:id': ({ dataExport }) =>
    seen(`/muj-ucet/udaje/export/${dataExport}`, ['citizen']),
  'GET /muj-ucet/udaje/vymazani': () => seen('/muj-ucet/udaje/vymazani', ['citizen', 'garant']),
  'GET /muj-ucet/nastaveni': () =>
    seen('/muj-ucet/nastaveni', ['citizen', 'garant', 'staff', 'admin', 'newcomer']),
  'GET /napoveda': () => seen('/napoveda', everybody),
  'GET /muj-ucet/zabezpeceni': () => seen('/muj-ucet/zabezpeceni', ['citizen', 'garant', 'newcomer']),
  'GET /navrhy/:number': ({ suggestions }) => [
    ...seen(`/navrhy/${suggestions.open}`, everybody),
    ...seen(`/navrhy/${suggestions.accepted}`),
    ...seen(`/navrhy/${suggestions.declined}`),
    ...seen(`/navrhy/${suggestions.adapted}`),
    ...seen(`/navrhy/${suggestions.overtaken}`),
    ...seen(`/navrhy/${suggestions.own}`, ['citizen']),
    ...seen(`/navrhy/${suggestions.clashing}`, ['visitor', 'citizen']),
    ...seen(`/navrhy/${suggestions.merged}`),
  ],
  'GET /navrhy/:number/uprava': ({ suggestions }) => [
    ...seen(`/navrhy/${suggestions.own}/uprava`, ['citizen']),
    ...seen(`/navrhy/${suggestions.own}/uprava`, ['garant'], 403),
    ...seen(`/navrhy/${suggestions.accepted}/uprava`, ['citizen'], 403),
  ],
  'GET /navrhy/:number/prizpusobeni': ({ suggestions }) => [
    ...seen(`/navrhy/${suggestions.clashing}/prizpusobeni`, ['citizen']),
    ...seen(`/navrhy/${suggestions.own}/prizpusobeni`, ['citizen'], 409),
  ],
  'GET /navrhy/:number/komentare': ({ suggestions }) => [
    ...seen(`/navrhy/${suggestions.open}/komentare`, ['visitor', 'citizen']),
    ...seen(`/navrhy/${suggestions.declined}/komentare`),
  ],
  'GET /podminky': () => seen('/podminky', everybody),
  'GET /podminky/:version': () => [
    ...seen('/podminky/2026-11-22'),
    ...seen('/podminky/2020-01-01', ['visitor'], 404),
  ],
  'GET /prihlaseni': () => seen('/prihlaseni?next=/muj-ucet', ['visitor', 'arriving']),
  'GET /prihlaseni/odeslano': () => [
    ...seen('/prihlaseni/odeslano'),
    ...seen('/prihlaseni/odeslano?co=prispevek'),
  ],
  'GET /prihlaseni/overeni/:token': ({ token, emailChange }) => [
    ...seen(`/prihlaseni/overeni/${emailChange.held}`, ['visitor', 'citizen']),
    ...seen(`/prihlaseni/overeni/${token}`, ['visitor', 'citizen']),
    ...seen('/prihlaseni/overeni/neplatny', ['visitor'], 404),
  ],
  'GET /prihlaseni/poskytovatel/:provider/dokonceni': () => [
    ...seen('/prihlaseni/poskytovatel/mesto/dokonceni', ['arriving', 'newcomer']),
    ...seen('/prihlaseni/poskytovatel/mesto/dokonceni', ['visitor', 'citizen'], 404),
  ],
  'GET /prihlaseni/poskytovatel/:provider/odhlaseno': () =>
    seen('/prihlaseni/poskytovatel/mesto/odhlaseno', ['visitor', 'citizen']),
  'GET /prihlaseni/poskytovatel/:provider/zpet': () =>
    seen('/prihlaseni/poskytovatel/mesto/zpet?code=x&state=x', ['visitor', 'citizen'], 404),
  'GET /pristupnost': () => seen('/pristupnost', everybody),
  'GET /muj-ucet/zabezpeceni/adresa': () => seen('/muj-ucet/zabezpeceni/adresa', ['citizen', 'garant']),
  'GET /prihlaseni/adresa/:token': ({ emailChange }) => [
    ...seen(`/prihlaseni/adresa/${emailChange.confirm}`, ['visitor', 'citizen']),
    ...seen('/prihlaseni/adresa/neplatny', ['visitor'], 404),
  ],
  'GET /prihlaseni/adresa/zpet/:token': ({ emailChange }) => [
    ...seen(`/prihlaseni/adresa/zpet/${emailChange.revert}`, ['visitor', 'citizen']),
    ...seen('/prihlaseni/adresa/zpet/neplatny', ['visitor'], 404),
  ],
  'GET /prihlaseni/ceka': () => seen('/prihlaseni/ceka', ['visitor', 'citizen']),
  'GET /prihlaseni/znovu': () => seen('/prihlaseni/znovu?next=/muj-ucet', ['citizen', 'admin']),
  'GET /program/:programme': () => [
    ...seen('/program/kraj2020', everybody),
    ...seen('/program/nadrazi2026'),
    ...seen('/program/kraj2020?hledat=wifi'),
    ...seen('/program/kraj2020?hledat=xyzxyz'),
  ],
  'GET /program/:programme/:point': () => [
    ...seen(point, [...everybody, 'newcomer']),
    ...seen('/program/kraj2020/doprava'),
    ...seen('/program/kraj2020/zdravotnictvi'),
    ...seen('/program/kraj2020/zivotni-prostredi'),
    ...seen(settled, ['visitor', 'citizen']),
  ],
  'GET /program/:programme/:point/sekce/:number': () => [
    ...seen(`${point}/sekce/1`, everybody),
    ...seen(`${point}/sekce/3`),
    ...seen(`${point}/sekce/6`, ['visitor', 'citizen']),
    ...seen(`${settled}/sekce/1`, ['visitor', 'citizen']),
  ],
  'GET /program/:programme/:point/autorstvi': () => seen(`${point}/autorstvi`, ['visitor', 'citizen']),
  'GET /program/:programme/:point/vyporadani': () => [
    ...seen(`${point}/vyporadani`, ['visitor', 'garant']),
    ...seen(`${point}/vyporadani?druh=navrhy&stav=ceka&cast=2`),
    ...seen(`${point}/vyporadani?cast=999`),
    ...seen(`${point}/vyporadani?vse=1`),
  ],
  'GET /program/:programme/:point/verze': () => [
    ...seen(`${point}/verze`, ['visitor', 'garant']),
    ...seen(`${point}/verze?od=1&do=99`, ['visitor'], 422),
  ],
  'GET /program/:programme/:point/verze/:which': () => [
    ...seen(`${point}/verze/1`, ['visitor', 'citizen']),
    ...seen(`${point}/verze/3`),
    ...seen(`${point}/verze/1..3`, ['visitor', 'citizen']),
    ...seen(`${point}/verze/99`, ['visitor'], 404),
  ],
  'GET /program/:programme/:point/sekce/:number/zneni': () => [
    ...seen(`${point}/sekce/5/zneni`),
    ...seen(`${point}/sekce/5/zneni?od=2&do=x`, ['visitor'], 422),
  ],
  'GET /program/:programme/:point/sekce/:number/zneni/:which': () => [
    ...seen(`${point}/sekce/5/zneni/1`),
    ...seen(`${point}/sekce/5/zneni/1..2`, ['visitor', 'citizen']),
  ],
  'GET /program/:programme/:point/sekce/:number/komentare': () => [
    ...seen(`${point}/sekce/1/komentare`, ['visitor', 'citizen']),
    ...seen(`${point}/sekce/1/komentare?odpoved=1`),
    ...seen(`${settled}/sekce/1/komentare`, ['visitor'], 409),
  ],
  'GET /program/:programme/:point/sekce/:number/navrh': () => [
    ...seen(`${point}/sekce/1/navrh`, ['visitor', 'citizen']),
    ...seen(`${point}/sekce/4/navrh?druh=add`),
    ...seen(`${settled}/sekce/1/navrh`, ['visitor'], 409),
  ],
  'GET /program/:programme/:point/sekce/:number/navrhy': () => [
    ...seen(`${point}/sekce/1/navrhy`, everybody),
    ...seen(`${point}/sekce/2/navrhy?razeni=nejnovejsi&stav=vse`),
    ...seen(`${point}/sekce/3/navrhy?stav=stazene`),
    ...seen(`${settled}/sekce/1/navrhy?stav=vse`, ['visitor', 'citizen']),
  ],
  'GET /program/:programme/:point/sekce/:number/navrhy/strety': () => [
    ...seen(`${point}/sekce/1/navrhy/strety`, ['visitor', 'citizen', 'garant']),
    ...seen(`${point}/sekce/4/navrhy/strety`, ['visitor', 'garant']),
    ...seen(`${point}/sekce/6/navrhy/strety`),
  ],
  'GET /program/:programme/:point/sekce/:number/uprava': () => [
    ...seen(`${point}/sekce/1/uprava`, desk),
    ...seen(`${point}/sekce/1/uprava`, ['citizen'], 403),
    ...seen(`${settled}/sekce/1/uprava`, ['staff']),
  ],
  'GET /soukromi': () => seen('/soukromi', everybody),
  'GET /soukromi/:version': () => seen('/soukromi/2026-11-22'),
  'GET /souhlas': () => seen('/souhlas'),
  'GET /souhlas/:version': () => seen('/souhlas/2026-11-22'),
  'GET /sprava': () => [...seen('/sprava', office), ...seen('/sprava', ['garant'], 403)],
  'GET /sprava/import': () => [...seen('/sprava/import', office), ...seen('/sprava/import', ['garant'], 403)],
  'GET /sprava/import/:number': ({ rehearsed }) => [
    ...seen(`/sprava/import/${rehearsed}`, office),
    ...seen('/sprava/import/1', ['staff']),
    ...seen(`/sprava/import/${rehearsed}?druh=chyby`, ['staff']),
    ...seen(`/sprava/import/${rehearsed}?druh=preskocene&po=9999`, ['staff']),
    ...seen('/sprava/import/9999', ['staff'], 404),
  ],
  'GET /sprava/import/:number/soubory/:position': ({ rehearsed }) => [
    ...seen(`/sprava/import/${rehearsed}/soubory/0`, office),
    ...seen(`/sprava/import/${rehearsed}/soubory/1`, ['staff']),
    ...seen(`/sprava/import/${rehearsed}/soubory/3`, ['staff']),
    ...seen('/sprava/import/1/soubory/1', ['staff']),
  ],
  'GET /sprava/lide': () => [
    ...seen('/sprava/lide', office),
    ...seen('/sprava/lide', ['garant'], 403),
    ...seen('/sprava/lide?hledat=a', ['staff']),
    ...seen('/sprava/lide?hledat=xyzxyz&role=admin', ['staff']),
  ],
  'GET /sprava/lide/:id': ({ officer }) => [
    ...seen(`/sprava/lide/${officer}`, office),
    ...seen('/sprava/lide/x', ['staff'], 404),
  ],
  'GET /sprava/lide/pozvanky': () => seen('/sprava/lide/pozvanky', office),
  'GET /sprava/prehled/:programme': () => [
    ...seen('/sprava/prehled/kraj2020', office),
    ...seen('/sprava/prehled/nadrazi2026', ['staff']),
  ],
  'GET /sprava/vystupy': () => seen('/sprava/vystupy', office),
};

const comment = { action: `${point}/sekce/2/komentare`, fields: { body: 'Souhlasím s tím, ať je to brzy.' } };

/** Every form: what it says when it is refused. */
export const refusals: Record<string, (world: World) => Visit[]> = {
  'POST /garant/komentare/:id/odpoved': ({ comments }) => [
    refusedAtDesk(`/garant/komentare/${comments.waiting}`, 'odpoved', { body: '' }),
  ],
  'POST /garant/komentare/:id/skryti': ({ comments }) => [
    refusedAtDesk(`/garant/komentare/${comments.waiting}`, 'skryti', { ground: '', facts: 'x' }),
  ],
  'POST /garant/komentare/:id/vraceni': ({ comments }) => [
    refusedAtDesk(`/garant/komentare/${comments.hidden}`, 'vraceni', { facts: 'x' }),
  ],
  'POST /garant/komentare/:id/vyrizeni': ({ comments }) => [
    refusedAtDesk(`/garant/komentare/${comments.waiting}`, 'vyrizeni', { standing: 'hidden' }, 409),
  ],
  'POST /garant/navrhy/:number/odmitnuti': ({ suggestions }) => [
    refusedAtDesk(`/garant/navrhy/${suggestions.open}`, 'odmitnuti', { statement: 'x' }),
    refusedAtDesk(
      `/garant/navrhy/${suggestions.declined}`,
      'odmitnuti',
      { statement: 'Tohle už rozhodl někdo jiný.' },
      409,
    ),
  ],
  'POST /garant/navrhy/:number/prijeti': ({ suggestions }) => [
    refusedAtDesk(`/garant/navrhy/${suggestions.open}`, 'prijeti', { body: '', statement: '' }),
  ],
  'POST /garant/navrhy/:number/posouzeni': ({ suggestions }) => [
    refusedAtDesk(`/garant/navrhy/${suggestions.declined}`, 'posouzeni', {}, 409),
  ],
  'POST /garant/navrhy/:number/otevreni': ({ suggestions }) => [
    refusedAtDesk(`/garant/navrhy/${suggestions.declined}`, 'otevreni', { statement: 'x' }),
  ],
  'POST /garant/navrhy/:number/slouceni': ({ suggestions }) => [
    refusedAtDesk(`/garant/navrhy/${suggestions.open}`, 'slouceni', { body: 'Text.', statement: '' }, 409),
  ],
  'POST /garant/navrhy/:number/vraceni': ({ suggestions }) => [
    refusedAtDesk(`/garant/navrhy/${suggestions.open}`, 'vraceni', {}, 409),
  ],
  'POST /garant/slouceni/:programme/:point/:number': () => [
    sent('/garant/slouceni/kraj2020/digitalizace/1', 'garant', 422, {
      action: '/garant/slouceni/kraj2020/digitalizace/1',
      fields: { statement: 'x'.repeat(2001), intent: 'preview' },
    }),
    sent('/garant/slouceni/kraj2020/digitalizace/1', 'garant', 422, {
      action: '/garant/slouceni/kraj2020/digitalizace/1',
      fields: { intent: 'send' },
    }),
  ],
  'POST /muj-ucet/nastaveni/jazyk': () => [refusedSetting('jazyk', { locale: 'xx' }, 'citizen')],
  'POST /muj-ucet/nastaveni/jmeno': () => [refusedSetting('jmeno', { publicName: '' }, 'citizen')],
  'POST /muj-ucet/nastaveni/souhlas': () => [refusedSetting('souhlas', {}, 'newcomer')],
  'POST /muj-ucet/udaje/vymazani': () => [
    sent('/muj-ucet/udaje/vymazani', 'citizen', 422, { action: '/muj-ucet/udaje/vymazani', fields: {} }),
  ],
  'POST /muj-ucet/udaje/vymazani/zpet': () => [
    sent('/muj-ucet/udaje', 'citizen', 409, { action: '/muj-ucet/udaje/vymazani/zpet', fields: {} }),
  ],
  'POST /navrhy/:number/hlas': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.open}`, 'citizen', 400, {
      action: `/navrhy/${suggestions.open}/hlas`,
      fields: { value: 'x' },
    }),
    sent(`/navrhy/${suggestions.declined}`, 'citizen', 409, {
      action: `/navrhy/${suggestions.declined}/hlas`,
      fields: { value: 'support' },
    }),
  ],
  'POST /navrhy/:number/komentare': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.open}`, 'visitor', 422, {
      action: `/navrhy/${suggestions.open}/komentare`,
      fields: { body: '' },
    }),
  ],
  'POST /navrhy/:number/uprava': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.own}/uprava`, 'citizen', 422, {
      action: `/navrhy/${suggestions.own}/uprava`,
      fields: { heading: '', body: '', reason: 'x', revize: '' },
    }),
  ],
  'POST /navrhy/:number/prizpusobeni': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.clashing}/prizpusobeni`, 'citizen', 422, {
      action: `/navrhy/${suggestions.clashing}/prizpusobeni`,
      fields: { heading: '', body: '', reason: 'x', revize: '' },
    }),
  ],
  'POST /navrhy/:number/potvrzeni': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.own}`, 'citizen', 409, {
      action: `/navrhy/${suggestions.own}/potvrzeni`,
      fields: {},
    }),
  ],
  'POST /navrhy/:number/postoj': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.own}`, 'citizen', 409, {
      action: `/navrhy/${suggestions.own}/postoj`,
      fields: { postoj: 'agrees' },
    }),
  ],
  'POST /navrhy/:number/stazeni': ({ suggestions }) => [
    sent(`/navrhy/${suggestions.open}`, 'garant', 403, {
      action: `/navrhy/${suggestions.open}/stazeni`,
      fields: {},
    }),
  ],
  'POST /prihlaseni': () => [
    sent('/prihlaseni', 'visitor', 422, { action: '/prihlaseni', fields: { email: 'bez zavináče' } }),
  ],
  'POST /prihlaseni/overeni/:token': ({ token }) => [
    sent(`/prihlaseni/overeni/${token}`, 'visitor', 422, {
      action: `/prihlaseni/overeni/${token}`,
      fields: { publicName: '' },
    }),
  ],
  'POST /muj-ucet/zabezpeceni/klice': () => [
    sent('/muj-ucet/zabezpeceni', 'citizen', 400, {
      action: '/muj-ucet/zabezpeceni/klice',
      fields: { response: '{}', name: 'Telefon' },
    }),
    sent('/muj-ucet/zabezpeceni', 'citizen', 422, {
      action: '/muj-ucet/zabezpeceni/klice',
      fields: { response: '', name: '' },
    }),
  ],
  'POST /muj-ucet/zabezpeceni/klice/:id/jmeno': ({ passkey }) => [
    sent('/muj-ucet/zabezpeceni', 'citizen', 422, {
      action: `/muj-ucet/zabezpeceni/klice/${passkey}/jmeno`,
      fields: { name: 'x'.repeat(61) },
    }),
    sent('/muj-ucet/zabezpeceni', 'citizen', 404, {
      action: '/muj-ucet/zabezpeceni/klice/x/jmeno',
      fields: { name: '' },
    }),
  ],
  'POST /prihlaseni/kod': () => [
    sent('/prihlaseni/odeslano', 'visitor', 422, { action: '/prihlaseni/kod', fields: { code: '12' } }),
  ],
  'POST /muj-ucet/zabezpeceni/adresa': () => [
    sent('/muj-ucet/zabezpeceni/adresa', 'citizen', 422, {
      action: '/muj-ucet/zabezpeceni/adresa',
      fields: { email: 'nic' },
    }),
  ],
  'POST /muj-ucet/zabezpeceni/adresa/zruseni': () => [
    sent('/muj-ucet/zabezpeceni', 'citizen', 400, {
      action: '/muj-ucet/zabezpeceni/adresa/zruseni',
      fields: { email: 'a@example.org' },
    }),
  ],
  'POST /prihlaseni/klic': () => [
    sent('/prihlaseni', 'visitor', 400, { action: '/prihlaseni/klic', fields: { response: '{}' } }),
  ],
  'POST /prihlaseni/klic/znovu': () => [
    sent('/muj-ucet/zabezpeceni', 'citizen', 400, {
      action: '/prihlaseni/klic/znovu',
      fields: { response: '{}' },
    }),
  ],
  'POST /prihlaseni/poskytovatel/:provider/dokonceni': () => [
    sent('/prihlaseni', 'visitor', 404, {
      action: '/prihlaseni/poskytovatel/mesto/dokonceni',
      fields: { publicName: '' },
    }),
    ...['', 'Administrátor'].map((publicName) =>
      sent('/prihlaseni/poskytovatel/mesto/dokonceni', 'arriving', 422, {
        action: '/prihlaseni/poskytovatel/mesto/dokonceni',
        fields: { publicName },
      }),
    ),
  ],
  'POST /prihlaseni/prispevek': () => [
    sent(`${point}/sekce/2`, 'visitor', 200, comment),
    sent(`${point}/sekce/2`, 'visitor', 422, comment, { action: '/prihlaseni/prispevek', fields: {} }),
    sent('/prihlaseni', 'visitor', 409, { action: '/prihlaseni/prispevek', fields: { contribution: 'x' } }),
  ],
  'POST /prihlaseni/souhlas': () => [
    sent(`${point}/sekce/2`, 'newcomer', 200, comment),
    sent(`${point}/sekce/2`, 'newcomer', 422, comment, { action: '/prihlaseni/souhlas', fields: {} }),
  ],
  'POST /program/:programme/:point/precteno': () => [
    sent(point, 'citizen', 400, { action: `${point}/precteno`, fields: { verze: 'x' } }),
    // Leads back to the point, with what has changed since that version.
    sent(point, 'citizen', 200, { action: `${point}/precteno`, fields: { verze: '1', jak: 'precteno' } }),
  ],
  'POST /program/:programme/:point/sekce/:number/hlas': () => [
    sent(point, 'citizen', 400, { action: `${point}/sekce/1/hlas`, fields: { volba: 'x' } }),
    sent(point, 'citizen', 403, { action: `${point}/sekce/1/hlas`, fields: { volba: 'agree', _csrf: 'x' } }),
  ],
  'POST /program/:programme/:point/sekce/:number/komentare': () => [
    sent(`${point}/sekce/1`, 'visitor', 422, { ...comment, fields: { body: '' } }),
    sent(`${point}/sekce/1`, 'citizen', 422, { ...comment, fields: { body: 'a'.repeat(3001) } }),
    sent('/prihlaseni', 'visitor', 409, {
      action: `${settled}/sekce/1/komentare`,
      fields: { body: 'Přišel jsem pozdě, ale povím to.' },
    }),
  ],
  'POST /program/:programme/:point/sekce/:number/navrh': () => [
    suggested('visitor', 422, { reason: '', intent: 'send' }),
    suggested('visitor', 422, { kind: 'x', heading: 'h'.repeat(201), body: '', reason: '', intent: 'send' }),
    suggested('citizen', 200, {
      body: 'Úplně jiný text, který všechno říká jinak.',
      reason: 'Protože takhle je to srozumitelnější.',
      intent: 'preview',
    }),
  ],
  'POST /program/:programme/:point/sekce/:number/uprava': () => [
    edited('garant', 422, { note: '', intent: 'send' }),
    edited('staff', 422, { body: '## Jiná část\n\nText.', note: 'x', minor: '1', intent: 'send' }),
    edited('garant', 200, { body: 'Úplně jiný text, který všechno říká jinak.', intent: 'preview' }),
  ],
  'POST /sprava/lide/:id/role': ({ officer }) => [
    sent(`/sprava/lide/${officer}`, 'admin', 422, {
      action: `/sprava/lide/${officer}/role`,
      fields: { role: 'deputy', until: '2001-01-01' },
    }),
  ],
  'POST /sprava/lide/pozvanky': () => [
    sent('/sprava/lide/pozvanky', 'staff', 422, {
      action: '/sprava/lide/pozvanky',
      fields: { email: 'nikdo', role: 'garant' },
    }),
  ],
  'POST /sprava/import/:number/provedeni': () => [refusedImport('1/provedeni', {}, 409)],
  'POST /sprava/import/:number/soubory/:position/opravy': ({ rehearsed }) => [
    refusedImport(`${rehearsed}/soubory/0/opravy`, { incoming: '99', section: 'new' }, 422),
  ],
  'POST /sprava/import/:number/soubory/:position/zneni': ({ rehearsed }) => [
    refusedImport(`${rehearsed}/soubory/0/zneni`, { incoming: '0', section: 'x', wording: 'today' }, 422),
  ],
  'POST /sprava/import/:number/zruseni': () => [refusedImport('1/zruseni', {}, 409)],
  'POST /sprava/import/soubory': () => [refusedImport('soubory', {}, 422)],
};

function refusedImport(what: string, fields: Record<string, string>, status: number): Visit {
  return sent('/sprava/import', 'staff', status, { action: `/sprava/import/${what}`, fields });
}

function refusedAtDesk(path: string, what: string, fields: Record<string, string>, status = 422): Visit {
  return sent(path, 'garant', status, { action: `${path}/${what}`, fields });
}

function refusedSetting(what: string, fields: Record<string, string>, by: Reader): Visit {
  const path = '/muj-ucet/nastaveni';
  return sent(path, by, 422, { action: `${path}/${what}`, fields });
}

function suggested(by: Reader, status: number, fields: Record<string, string>): Visit {
  const action = `${point}/sekce/4/navrh`;
  return sent(action, by, status, { action, fields });
}

function edited(by: Reader, status: number, fields: Record<string, string>): Visit {
  const action = `${point}/sekce/4/uprava`;
  return sent(action, by, status, { action, fields });
}

/** Routes that show no page of their own: files, answers to machines, and forms that cannot be filled in wrongly. */
export const withoutPage: readonly string[] = [
  'GET /assets/:version/*',
  'GET /favicon.ico',
  'GET /health/live',
  'GET /health/ready',
  'GET /robots.txt',
  'GET /sitemap.xml',
  'GET /muj-ucet/udaje/export/:id/soubor',
  'GET /sprava/vystupy/:programme.csv',
  'POST /demo/prihlaseni/:name',
  'POST /muj-ucet/nastaveni/souhlas/odvolani',
  'POST /muj-ucet/zabezpeceni/klice/:id/odebrani',
  'POST /muj-ucet/zabezpeceni/klice/moznosti',
  'POST /muj-ucet/zabezpeceni/poskytovatele/:id/odpojeni',
  'POST /muj-ucet/zabezpeceni/poskytovatele/:provider/propojeni',
  'POST /muj-ucet/zabezpeceni/zarizeni/:id/odhlaseni',
  'POST /muj-ucet/zabezpeceni/zarizeni/odhlaseni',
  'POST /prihlaseni/adresa/:token',
  'POST /prihlaseni/adresa/zpet/:token',
  'POST /prihlaseni/overeni/:token/zpet',
  'POST /prihlaseni/ceka/posta',
  'POST /prihlaseni/ceka/:id/zahozeni',
  'POST /prihlaseni/ceka/zverejneni',
  'POST /muj-ucet/udaje/export',
  'POST /muj-ucet/pozvanky/:id/odmitnuti',
  'POST /muj-ucet/pozvanky/:id/prijeti',
  'POST /muj-ucet/pozvanky/osoby/:uid',
  'POST /muj-ucet/pozvanky/osoby/:uid/odmitnuti',
  'POST /muj-ucet/pozvanky/osoby/:uid/vraceni',
  'POST /sprava/lide/:id/role/:grant/odebrani',
  'POST /sprava/lide/pozvanky/:id/stazeni',
  'POST /sprava/lide/pozvanky/:id/znovu',
  'POST /odhlaseni',
  'POST /prihlaseni/klic/moznosti',
  'POST /prihlaseni/klic/znovu/moznosti',
  'POST /prihlaseni/poskytovatel/:provider',
  'POST /prihlaseni/poskytovatel/:provider/znovu',
  'POST /prihlaseni/znovu',
  'POST /sprava/import',
];

/** Every route there is, as `GET /path`. */
export function allRoutes(): string[] {
  return readFileSync('docs/routes.txt', 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.slice(10).replace(/\s+/, ' '));
}
