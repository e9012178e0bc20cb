import { IsIn } from 'class-validator';
import type { ErasureChoice } from './erasure.entity.js';

/** What is to become of the words of somebody who leaves; nothing is chosen beforehand. */
export class ErasureForm {
  @IsIn(['keep', 'remove'], { message: 'accounts.erase.choiceMissing' })
  choice: ErasureChoice;
}
