import { Command } from 'commander';

/** `backup FILE`: a consistent copy of the SQLite database while the application runs. */
export function backupCommand(): Command {
  return new Command('backup')
    .description('write a checked copy of the database to a new file; the application may be running')
    .argument('<file>', 'where to write; must not exist')
    .action(async (file: string) => {
      const { url, backUp } = await load();
      backUp(url, file);
      process.stdout.write(`backed up to ${file}\n`);
    });
}

/** `restore FILE`: back from such a copy. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the database; the application must be stopped')
    .argument('<file>', 'a file written by "backup"')
    .action(async (file: string) => {
      const { url, restore } = await load();
      const kept = restore(url, file);
      process.stdout.write(`restored from ${file}\n`);
      if (kept !== undefined) process.stdout.write(`the former database is kept as ${kept}\n`);
    });
}

async function load() {
  const [{ readConfig }, backup] = await Promise.all([
    import('../ops/config.js'),
    import('../database/backup.js'),
  ]);
  return { url: readConfig(process.env).databaseUrl, ...backup };
}
