import { type Locale, translate } from '../web/i18n/messages.js';
import { localPath } from '../web/request.js';
import { rowsFor } from './source-fields.js';

/** A suggestion that can no longer be sent: why, and what was typed. */
export interface Unsent {
  why: string;
  typed: Readonly<Record<string, string | undefined>>;
  locale: Locale;
}

/** Model of suggestions/unsent; `path` of the point, without language. */
export function unsentPage({ why, typed, locale }: Unsent, path: string) {
  const texts = (['heading', 'body', 'reason'] as const).flatMap((name) => {
    const value = typed[name] ?? '';
    const label = translate(locale, `suggestions.compose.${name}`);
    return value.trim() === ''
      ? []
      : [{ id: `neodeslano-${name}`, label, value, rows: name === 'heading' ? 1 : rowsFor(value) }];
  });
  return { why, texts, href: localPath(locale, path) };
}
