import { type Locale, translate } from '../../web/i18n/messages.js';
import { localPath } from '../../web/request.js';
import { errorSummary } from '../form-fields.js';
import type { ExportState } from './data-exports.service.js';
import type { Erasure } from './erasure.entity.js';
import { daysToComeBack } from './erasures.service.js';

const here = '/muj-ucet/udaje';

/** Model of accounts/my-data. */
export function myDataPage(newest: ExportState | null, leaving: Erasure | null, locale: Locale) {
  const isDone = newest?.state === 'done';
  return {
    progress:
      newest?.state === 'waiting'
        ? { label: translate(locale, 'accounts.data.making'), value: null, max: 1, text: null }
        : null,
    failed: newest?.state === 'failed',
    done: isDone
      ? {
          href: localPath(locale, `${here}/export/${newest.id}`),
          fileHref: localPath(locale, `${here}/export/${newest.id}/soubor`),
          madeAt: newest.finishedAt,
          expiresAt: newest.expiresAt,
        }
      : null,
    leaving: leaving ? { dueAt: leaving.dueAt, keeps: leaving.choice === 'keep' } : null,
  };
}

/** Model of accounts/erase. */
export function erasePage(holdsOffice: boolean, leaving: Erasure | null, locale: Locale, error?: string) {
  const option = (value: string) => ({
    id: `choice-${value}`,
    value,
    label: translate(locale, `accounts.erase.${value}`),
    detail: translate(locale, `accounts.erase.${value}Detail`),
    selected: false,
  });
  return {
    errors: error ? errorSummary({ choice: error }) : [],
    days: daysToComeBack,
    holdsOffice,
    leaving: leaving !== null,
    choices: {
      id: 'choice',
      name: 'choice',
      label: translate(locale, 'accounts.erase.choice'),
      hint: null,
      error: error ?? null,
      options: [option('keep'), option('remove')],
    },
  };
}
