import { IsString } from 'class-validator';
import { IsCitizenText } from '../../web/text/decorators.js';

/** Name of a passkey, in characters. */
const nameBounds = { max: 60, oneLine: true };

/** What a browser answers with a passkey. */
export class PasskeyForm {
  /** JSON. */
  @IsString()
  response: string;

  /** Where to go afterwards. */
  @IsString()
  next = '';
}

/** A passkey that was made, and how to call it. */
export class NewPasskeyForm {
  /** JSON; empty where the browser asked for nothing because of the name. */
  @IsString()
  response = '';

  @IsCitizenText(nameBounds)
  name: string;
}

/** Another name of a passkey. */
export class PasskeyNameForm {
  @IsCitizenText(nameBounds)
  name: string;
}
