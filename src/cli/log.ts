import { Command } from 'commander';
import { Refusal } from './run.js';

/** `log verify`: checks the hash chain of the activity log; exit status 1 when it is broken, naming the entry. */
export function logCommand(): Command {
  return new Command('log')
    .description('the record of what happened')
    .addCommand(
      new Command('verify')
        .description('check that no entry of the log was changed, removed or moved')
        .option('--json', 'print JSON')
        .action(verify),
    );
}

async function verify({ json }: { json?: true }): Promise<void> {
  const [{ readConfig }, { openDatabase }, { entities }, { ActivityLog }] = await Promise.all([
    import('../ops/config.js'),
    import('../database/open.js'),
    import('../entities.js'),
    import('../activity/activity-log.service.js'),
  ]);
  const database = await openDatabase(readConfig(process.env).databaseUrl, entities);
  try {
    const report = await new ActivityLog().verify(database.read);
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else if (report.firstBroken === null)
      process.stdout.write(`The chain of ${report.entries} entries is whole.\n`);
    if (report.firstBroken !== null) {
      throw new Refusal(
        `The chain is broken at entry ${report.firstBroken}: it is missing, changed or moved.`,
      );
    }
  } finally {
    await database.close();
  }
}
