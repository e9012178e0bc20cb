import type { FateKind, SectionFate } from '../programme/import/fates.js';
import type { FileOutcome } from '../programme/import-file.entity.js';
import { formatNumber } from '../web/i18n/dates.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import type { FeedbackTouched } from './feedback-touched.js';

/** Fates in the order in which they are told; what stays as it is comes last. */
const told: readonly FateKind[] = ['edited', 'moved', 'split', 'merged', 'new', 'archived', 'unchanged'];

/** How many sections have which fate, in words: "3 upravené, 1 přesunutá". Empty where there are none. */
export function fatesInWords(counts: Partial<Record<FateKind, number>>, locale: Locale): string {
  return told
    .filter((kind) => (counts[kind] ?? 0) > 0)
    .map((kind) => translate(locale, `imports.fates.${kind}`, { count: counts[kind] ?? 0 }))
    .join(', ');
}

/** Fates by kind. */
export function countFates(sections: readonly SectionFate[]): Partial<Record<FateKind, number>> {
  const counts: Partial<Record<FateKind, number>> = {};
  for (const { kind } of sections) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** "12 komentářů, 41 hlasů, 2 návrhy"; null where nobody has said anything. */
export function feedbackInWords(touched: FeedbackTouched, locale: Locale): string | null {
  const parts = (['comments', 'votes', 'suggestions'] as const)
    .filter((name) => touched[name] > 0)
    .map((name) => translate(locale, `imports.said.${name}`, { count: touched[name] }));
  return parts.length === 0 ? null : parts.join(', ');
}

/** "3 změněné, 1 nový"; empty where there are none. */
export function filesInWords(counts: Record<FileOutcome, number>, locale: Locale): string {
  return (['new', 'changed', 'archived', 'rejected', 'unchanged', 'skipped'] as const)
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => translate(locale, `imports.files.${outcome}`, { count: counts[outcome] }))
    .join(', ');
}

/** "1 200 / 3 000". */
export function ofTotal(done: number, total: number, locale: Locale): string {
  return `${formatNumber(locale, done)} / ${formatNumber(locale, total)}`;
}
