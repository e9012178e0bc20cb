import { Argument, Command } from 'commander';
import type { ErasureChoice } from '../accounts/my-data/erasure.entity.js';
import { withApplication } from './application.js';
import { Refusal } from './run.js';

/** `accounts erase`: at once, for whoever was erased before and came back with an older backup. */
export function accountsErase(): Command {
  return new Command('erase')
    .description('erase a person at once, whom an older backup brought back; there is no way back')
    .argument('<id>', 'id of the account, as the log says it')
    .addArgument(
      new Argument('<choice>', 'keep the words without a name, or remove them').choices(['keep', 'remove']),
    )
    .action(erase);
}

async function erase(accountId: string, choice: ErasureChoice): Promise<void> {
  const { readConfig } = await import('../ops/config.js');
  const { Erasures } = await import('../accounts/my-data/erasures.service.js');
  const erased = await withApplication(readConfig(process.env), (application) =>
    application.get(Erasures, { strict: false }).eraseNow(accountId, choice),
  );
  if (!erased)
    throw new Refusal(`There is no account ${accountId}, it is erased already, or it is the last admin.`);
  process.stdout.write(`${accountId} is erased.\n`);
}
