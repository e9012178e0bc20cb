import { IsString } from 'class-validator';

/** A button that leads to a provider. */
export class ProviderForm {
  /** Where to go afterwards. */
  @IsString()
  next = '';
}
