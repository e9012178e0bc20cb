import { type Kind, kinds } from './matrix-world.js';
import type { Route } from './routes.js';

const garants: readonly Kind[] = ['garant of another point', 'garant', 'deputy', 'staff', 'admin'];
const ofThisPoint: readonly Kind[] = ['garant', 'deputy'];
const overThisPoint: readonly Kind[] = [...ofThisPoint, 'staff', 'admin'];
const nobody: readonly Kind[] = [];

/** Whom a route lets in at all, by what it declares. */
const letIn: Record<string, readonly Kind[]> = {
  anyone: kinds,
  'signed-in': kinds.filter((kind) => kind !== 'anonymous'),
  garant: garants,
  staff: ['staff', 'admin'],
  admin: ['admin'],
};

/** Who of those let in can see this very thing, or do something to it. */
export interface Rule {
  route: RegExp;
  may: readonly Kind[];
  /** What the others are told: that it is not there, or, where everybody can see the thing, that it is not theirs. */
  otherwise: 403 | 404;
}

/** What the rules say beyond the declarations of routes; the first that fits. */
const rules: readonly Rule[] = [
  { route: /^POST \/garant\/komentare\/:id\/odpoved/, may: ofThisPoint, otherwise: 404 },
  { route: / \/garant\/komentare\/:id/, may: overThisPoint, otherwise: 404 },
  { route: /^GET \/garant\/navrhy\/:number$/, may: overThisPoint, otherwise: 404 },
  { route: / \/garant\/navrhy\/:number/, may: ofThisPoint, otherwise: 404 },
  { route: / \/garant\/slouceni/, may: ofThisPoint, otherwise: 404 },
  { route: / \/program\/.*\/uprava$/, may: overThisPoint, otherwise: 404 },
  // Of a suggestion whose author is none of them.
  {
    route: / \/navrhy\/:number\/(uprava|prizpusobeni|potvrzeni|postoj|stazeni)/,
    may: nobody,
    otherwise: 403,
  },
  // What is offered to, or belongs to, somebody else.
  { route: / \/muj-ucet\/.*:/, may: nobody, otherwise: 404 },
  // Taking a role of staff.
  { route: /^POST \/sprava\/lide\/:id\/role\/:grant/, may: ['admin'], otherwise: 403 },
];

/** Whether a route's declaration lets somebody of a kind in. */
export function isLetIn({ access }: Route, kind: Kind): boolean {
  return letIn[access ?? '']?.includes(kind) ?? false;
}

/** What the rules say about a route; null where its declaration says all. */
export function ruleOf({ method, path }: Route): Rule | null {
  return rules.find(({ route }) => route.test(`${method} ${path}`)) ?? null;
}

/** Rules that fit no route: the table must not outlive what it is about. */
export function unusedRules(routes: readonly Route[]): string[] {
  const used = new Set(routes.map(ruleOf));
  return rules.filter((rule) => !used.has(rule)).map(({ route }) => route.source);
}

const reason = encodeURIComponent('Protože to tak má být a je to dobře.');
const fields: readonly [RegExp, string][] = [
  [/komentare\/:id\/odpoved/, '&body=Slovo&standing=waiting'],
  [/komentare\/:id\/skryti/, `&ground=spam&facts=${reason}&standing=waiting`],
  [/komentare\/:id\/vyrizeni/, '&standing=waiting'],
  [/komentare\/:id\/vraceni/, `&facts=${reason}`],
  [/navrhy\/:number\/(odmitnuti|otevreni)/, `&statement=${reason}`],
  [/navrhy\/:number\/prijeti/, `&statement=${reason}&heading=A&body=B&revision=`],
  [/postoj/, '&postoj=agrees'],
  [/potvrzeni/, '&revize='],
];

/** Fields that a form would need to do something, so that only the rules are in the way. */
export function sensibleFields({ path }: Route): string {
  return fields.find(([route]) => route.test(path))?.[1] ?? '';
}
