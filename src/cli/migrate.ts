import { Command } from 'commander';

/** `migrate [--down]`: brings the schema up to date, or takes the newest migration back. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('bring the database schema up to date')
    .option('--down', 'take the newest migration back instead, with all that it brought')
    .action(async ({ down }: { down?: true }) => {
      const [{ readConfig }, { migrate }] = await Promise.all([
        import('../ops/config.js'),
        import('../database/migrate.js'),
      ]);
      const names = await migrate(readConfig(process.env).databaseUrl, down ? 'down' : 'up');
      const verb = down ? 'reverted' : 'applied';
      const lines = names.length > 0 ? names.map((name) => `${verb} ${name}`) : ['nothing to do'];
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}
