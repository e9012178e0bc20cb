import { Transform } from 'class-transformer';
import { IsIn, Matches } from 'class-validator';
import { readCode } from './codes.js';

/** The six digits from the mail. */
export class CodeForm {
  @Transform(({ value }) => (typeof value === 'string' ? (readCode(value) ?? value) : value))
  @Matches(/^[0-9]{6}$/, { message: 'accounts.code.sixDigits' })
  code: string;

  /** What the mail was about, so that the page goes on speaking of it. */
  @IsIn(['', 'prispevek'])
  what = '';
}
