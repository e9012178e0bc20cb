import { IsString } from 'class-validator';
import { IsEmailAddress, IsPublicName } from '../web/text/decorators.js';
import { ConsentChoiceForm } from './consent.form.js';

/** Consent, and what is to be published with it. */
export class ConsentForm extends ConsentChoiceForm {
  /** See ContributionSeal. */
  @IsString()
  contribution: string;
}

/** A visitor's signature under what they wrote. */
export class SignatureForm extends ConsentForm {
  @IsEmailAddress()
  email: string;

  @IsPublicName()
  publicName: string;

  /** Filled in by machines only. */
  @IsString()
  website = '';
}
