import type { FieldErrors } from '../web/forms.js';
import { type Locale, translate } from '../web/i18n/messages.js';
import { Refusal } from '../web/refusal.js';
import { NameRefused } from './names.service.js';

/** A refusal to be told on the page of the form, so that nothing typed is lost. */
export interface RefusedOnPage {
  status: number;
  errors: FieldErrors;
}

/**
 * Runs `work` and gives null, or what to tell: a name that is taken beside its field, too much beside `field`.
 * @throws whatever else `work` throws.
 */
export async function refusedOnPage(
  locale: Locale,
  work: () => Promise<unknown>,
  field = 'email',
): Promise<RefusedOnPage | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof NameRefused)
      return { status: 422, errors: { publicName: translate(locale, error.key) } };
    if (error instanceof Refusal && error.status === 429 && error.key) {
      return { status: 429, errors: { [field]: translate(locale, error.key, error.params) } };
    }
    throw error;
  }
}
