import { readFileSync } from 'node:fs';
import { InvalidArgumentError, Option } from 'commander';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Diagnostic } from '../programme/content/diagnostics.js';

/** Languages in which the command line speaks. */
export type Language = 'cs' | 'en';

/** Turns a message key and its values into a sentence. */
export type Messages = (key: string, values?: Record<string, string | number>) => string;

/** Czech by default. */
export function languageOption(): Option {
  return new Option('--lang <language>', 'language of the messages: cs or en')
    .default('cs')
    .argParser((value) => {
      if (value !== 'cs' && value !== 'en') throw new InvalidArgumentError('cs or en');
      return value;
    });
}

/** The messages of `locales/<language>/content.json`; read here directly, so that no part of the web is loaded. */
export function contentMessages(language: Language): Messages {
  const file = new URL(`../../locales/${language}/content.json`, import.meta.url);
  const texts: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  const formats = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    const format = formats.get(key) ?? new IntlMessageFormat(texts[key] ?? key, language);
    formats.set(key, format);
    return String(format.format(values));
  };
}

/** The sentence for a diagnostic. */
export function diagnosticMessage(found: Diagnostic, messages: Messages): string {
  return messages(`content.diagnostic.${found.code}`, found.values);
}
