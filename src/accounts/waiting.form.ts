import { IsString, MaxLength } from 'class-validator';

/** What somebody saw before they published it. */
export class WaitingForm {
  /** Ids, with commas between. */
  @IsString()
  @MaxLength(4000)
  shown: string;
}
