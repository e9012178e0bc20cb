/** Why uploaded files are refused as a whole; each has a sentence in `imports.problem`. */
export const uploadReasons = [
  'broken',
  'encrypted',
  'tooManyFiles',
  'tooLarge',
  'bomb',
  'outside',
  'absolute',
  'backslash',
  'link',
  'duplicate',
  'badName',
  'tooDeep',
  'nothing',
  'mixed',
  'noFile',
] as const;

/** One of these reasons. */
export type UploadReason = (typeof uploadReasons)[number];

/** Uploaded files of which none is read. */
export class UploadProblem extends Error {
  override readonly name = 'UploadProblem';

  constructor(
    readonly reason: UploadReason,
    /** The file it was found at, as far as its name can be shown. */
    readonly file: string = '',
  ) {
    super(`${reason} ${file}`);
  }
}
