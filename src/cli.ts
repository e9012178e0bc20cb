#!/usr/bin/env node
import { Command } from 'commander';
import { accountsCommand } from './cli/accounts.js';
import { backupCommand, restoreCommand } from './cli/backup.js';
import { contentCheck } from './cli/content-check.js';
import { contentDiff } from './cli/content-diff.js';
import { contentExport } from './cli/content-export.js';
import { contentImport } from './cli/content-import.js';
import { demoCommand } from './cli/demo.js';
import { logCommand } from './cli/log.js';
import { migrateCommand } from './cli/migrate.js';
import { migrationCommand } from './cli/migration-new.js';
import { reportCommand } from './cli/report.js';
import { runCommandLine } from './cli/run.js';

// Commands that need the database or Nest import them within their action, so that the others start at once.
const program = new Command('podnet').description('Podnět: the command line');
program
  .command('content')
  .description('read, compare, import and export programme texts')
  .addCommand(contentCheck())
  .addCommand(contentDiff())
  .addCommand(contentImport())
  .addCommand(contentExport());
program
  .addCommand(accountsCommand())
  .addCommand(reportCommand())
  .addCommand(demoCommand())
  .addCommand(logCommand())
  .addCommand(migrateCommand())
  .addCommand(migrationCommand())
  .addCommand(backupCommand())
  .addCommand(restoreCommand());

// A pipe closed by its reader (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runCommandLine(program, process.argv);
