import type { WriteProblem } from './write-back.js';

/** A text that could not be written back into its file, as `writeBack` says; it does not become a version. */
export class NotWritable extends Error {
  override readonly name = 'NotWritable';

  constructor(readonly problem: WriteProblem) {
    super(`The text cannot be written back: ${problem.code}`);
  }
}
