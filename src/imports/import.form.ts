import { IsIn, IsUUID, Matches, ValidateIf } from 'class-validator';

/** What goes with uploaded files. */
export class UploadFields {
  @IsIn(['whole', 'partial'], { message: 'imports.problem.scope' })
  scope: 'whole' | 'partial';
}

/** Says whose wording is to stay where the file's collides with today's. */
export class WordingForm {
  /** Empty where the file does not have the section. */
  @Matches(/^\d{0,5}$/, { message: 'imports.problem.correction' })
  incoming: string;

  @IsUUID('all', { message: 'imports.problem.correction' })
  section: string;

  @IsIn(['today', 'file'], { message: 'imports.problem.correction' })
  wording: 'today' | 'file';
}

/** Says which section one of the file is: an old one, `new`, or nothing, which forgets an earlier correction. */
export class CorrectionForm {
  @Matches(/^\d{1,5}$/, { message: 'imports.problem.correction' })
  incoming: string;

  @ValidateIf(({ section }: CorrectionForm) => section !== '' && section !== 'new')
  @IsUUID('all', { message: 'imports.problem.correction' })
  section: string;
}
