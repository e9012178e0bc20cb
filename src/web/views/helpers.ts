import type Handlebars from 'handlebars';
import type { HelperOptions } from 'handlebars';
import type { Assets } from '../assets.js';
import { formatDate, formatDateTime, formatNumber } from '../i18n/dates.js';
import { type Locale, type MessageParams, translate } from '../i18n/messages.js';
import { localPath } from '../request.js';
import { nameShown } from '../text/name-shown.js';
import { slotMarker } from './slots.js';

/** Every helper a template may call besides Handlebars' own; templates are compiled against this list. */
export const helperNames = [
  't',
  'th',
  'href',
  'asset',
  'date',
  'datetime',
  'number',
  'who',
  'eq',
  'ne',
  'not',
  'and',
  'or',
  'gt',
  'within',
  'concat',
  'csrf',
  'slot',
] as const;

const localeIn = (options: HelperOptions): Locale => options.data.locale as Locale;

/** Texts and addresses in the reader's language. */
function registerLanguage(hbs: typeof Handlebars): void {
  hbs.registerHelper('t', (key: string, options: HelperOptions) =>
    translate(localeIn(options), key, options.hash as MessageParams),
  );
  // The sentence itself may carry markup; what is put into it may not.
  hbs.registerHelper('th', (key: string, options: HelperOptions) => {
    const params = Object.fromEntries(
      Object.entries(options.hash as MessageParams).map(([name, value]) => [
        name,
        typeof value === 'string' ? hbs.escapeExpression(value) : value,
      ]),
    );
    return new hbs.SafeString(translate(localeIn(options), key, params));
  });
  hbs.registerHelper('href', (path: string, options: HelperOptions) => localPath(localeIn(options), path));
  hbs.registerHelper('date', (at: string, options: HelperOptions) => formatDate(localeIn(options), at));
  hbs.registerHelper('datetime', (at: string, options: HelperOptions) =>
    formatDateTime(localeIn(options), at),
  );
  hbs.registerHelper('number', (value: number, options: HelperOptions) =>
    formatNumber(localeIn(options), value),
  );
  hbs.registerHelper('who', (name: string, options: HelperOptions) => nameShown(name, localeIn(options)));
}

/** What `{{#if}}` takes for true: an empty list is nothing. */
function holds(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function registerLogic(hbs: typeof Handlebars): void {
  hbs.registerHelper('eq', (a: unknown, b: unknown) => a === b);
  hbs.registerHelper('ne', (a: unknown, b: unknown) => a !== b);
  hbs.registerHelper('not', (a: unknown) => !holds(a));
  hbs.registerHelper('and', (...values: unknown[]) => values.slice(0, -1).every(holds));
  hbs.registerHelper('or', (...values: unknown[]) => values.slice(0, -1).some(holds));
  hbs.registerHelper('gt', (a: number, b: number) => a > b);
  hbs.registerHelper('within', (path: string, folder: string) => `${path}/`.startsWith(`${folder}/`));
  hbs.registerHelper('concat', (...values: unknown[]) => values.slice(0, -1).join(''));
}

/** Adds our helpers to a Handlebars environment. */
export function registerHelpers(hbs: typeof Handlebars, assets: Assets): void {
  registerLanguage(hbs);
  registerLogic(hbs);
  hbs.registerHelper('asset', (path: string) => assets.address(path));
  hbs.registerHelper('csrf', () => new hbs.SafeString(slotMarker('csrf')));
  hbs.registerHelper('slot', (name: string) => new hbs.SafeString(slotMarker(name)));
}
