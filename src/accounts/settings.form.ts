import { IsIn } from 'class-validator';
import type { Locale } from '../web/i18n/messages.js';
import { IsPublicName } from '../web/text/decorators.js';

/** Another public name. */
export class NameForm {
  @IsPublicName()
  publicName: string;
}

/** Language of the mail we send. */
export class LanguageForm {
  @IsIn(['cs', 'en'], { message: 'accounts.settings.languageInvalid' })
  locale: Locale;
}
