import { IsString } from 'class-validator';
import { IsEmailAddress } from '../web/text/decorators.js';

/** Asks for a link that signs in. */
export class SignInForm {
  @IsEmailAddress()
  email: string;

  /** Where to go afterwards. */
  @IsString()
  next = '';

  /** Filled in by machines only. */
  @IsString()
  website = '';
}
