import { Equals, IsIn } from 'class-validator';
import { consentVersion } from './consents.service.js';

/** Consent to the text the page showed. */
export class ConsentChoiceForm {
  @Equals('yes', { message: 'accounts.consent.required' })
  consent: string;

  @IsIn([consentVersion], { message: 'accounts.consent.changed' })
  consentVersion: string;
}
