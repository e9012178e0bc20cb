import type { MessageParams } from './i18n/messages.js';

/** Statuses of refusals: something that cannot be had, with a reason a person can read. */
export type RefusalStatus = 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

/**
 * An expected "no": the request was understood and will not be done. `key` names a sentence in `locales/`; without it
 * the page of the status says what there is to say.
 */
export class Refusal extends Error {
  constructor(
    readonly status: RefusalStatus,
    readonly key?: string,
    readonly params?: MessageParams,
    /** For 429 and 503: seconds until trying again makes sense. */
    readonly retryAfter?: number,
  ) {
    super(key ?? `status ${status}`);
    this.name = 'Refusal';
  }
}

/** The answer for what is not there and for what one may not see: they must be indistinguishable. */
export function notFound(): Refusal {
  return new Refusal(404);
}

/** `value`, or a 404. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw notFound();
  return value;
}
