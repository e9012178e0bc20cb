import { IsEmailAddress } from '../web/text/decorators.js';

/** Another address to sign in with. */
export class EmailChangeForm {
  @IsEmailAddress()
  email: string;
}
