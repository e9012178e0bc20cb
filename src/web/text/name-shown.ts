import { type Locale, translate } from '../i18n/messages.js';

/** A public name as it is shown: somebody who was erased has none, and is not told apart from others without one. */
export function nameShown(publicName: string, locale: Locale): string {
  return publicName === '' ? translate(locale, 'layout.noName') : publicName;
}
