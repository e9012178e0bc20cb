import { IsIn, IsUUID, Matches, ValidateIf } from 'class-validator';

/** A form that is only a button. */
export class NoFields {}

/** What goes with uploaded files. */
export class UploadFields {
  @IsIn(['whole', 'partial'], { message: 'imports.problem.scope' })
  scope: 'whole' | 'partial';
}

/** Says which section one of the file is: an old one, `new`, or nothing, which forgets an earlier correction. */
export class CorrectionForm {
  @Matches(/^\d{1,5}$/, { message: 'imports.problem.correction' })
  incoming: string;

  @ValidateIf(({ section }: CorrectionForm) => section !== '' && section !== 'new')
  @IsUUID('all', { message: 'imports.problem.correction' })
  section: string;
}
