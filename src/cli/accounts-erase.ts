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
  const [{ readConfig }, { Erasures }, { Refusal: No }] = await Promise.all([
    import('../ops/config.js'),
    import('../accounts/my-data/erasures.service.js'),
    import('../web/refusal.js'),
  ]);
  const erased = await withApplication(readConfig(process.env), (application) =>
    application
      .get(Erasures, { strict: false })
      .eraseNow(accountId, choice)
      .catch((error: unknown) => {
        if (error instanceof No && error.status === 409)
          throw new Refusal(
            `${accountId} is the last admin who stays: accounts grant EMAIL admin, then again.`,
          );
        throw error;
      }),
  );
  if (!erased) throw new Refusal(`There is no account ${accountId}, or it is erased already.`);
  process.stdout.write(`${accountId} is erased.\n`);
}
