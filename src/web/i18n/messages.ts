import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { projectRoot } from '../../ops/paths.js';

export type Locale = 'cs' | 'en';

export const locales: readonly Locale[] = ['cs', 'en'];

/** Values put into a message. */
export type MessageParams = Record<string, string | number | boolean | null | undefined>;

type MessageTree = { [name: string]: string | MessageTree };

const texts: Record<Locale, Map<string, string>> = { cs: new Map(), en: new Map() };
const compiled = new Map<string, IntlMessageFormat>();

/** Reads every `locales/<locale>/*.json` anew; at start, and in development whenever a page is rendered. */
export function loadMessages(): void {
  compiled.clear();
  for (const locale of locales) {
    const folder = join(projectRoot, 'locales', locale);
    texts[locale] = new Map(
      readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .flatMap((name) => flatten(JSON.parse(readFileSync(join(folder, name), 'utf8')) as MessageTree)),
    );
  }
}

function flatten(tree: MessageTree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[prefix + name, value] as [string, string]]
      : flatten(value, `${prefix}${name}.`),
  );
}

/** True when there is a sentence for the key. */
export function hasMessage(key: string): boolean {
  return texts.cs.has(key);
}

/**
 * One sentence in the reader's language, with plurals (ICU message syntax).
 *
 * @throws Error when no language has the key: a programming error, found by the test of keys.
 */
export function translate(locale: Locale, key: string, params?: MessageParams): string {
  const text = texts[locale].get(key);
  if (text === undefined) throw new Error(`No sentence for ${key} in ${locale}`);
  if (!text.includes('{') && !text.includes("'")) return text;
  const id = `${locale}:${key}`;
  let format = compiled.get(id);
  if (!format) {
    format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
    compiled.set(id, format);
  }
  return String(format.format(params));
}

loadMessages();
