import { IsIn, IsString } from 'class-validator';

/** That somebody has a version of a point before them. */
export class ReadingForm {
  /** Number of the version on the page. */
  @IsString()
  verze = '';

  /** `zobrazeno`: the page was looked at for a while. `precteno`: they say that they have read it all. */
  @IsIn(['zobrazeno', 'precteno'])
  jak = 'zobrazeno';
}
