#!/usr/bin/env node
import { Command } from 'commander';
import { contentCheck } from './cli/content-check.js';
import { contentDiff } from './cli/content-diff.js';
import { runCommandLine } from './cli/run.js';

// Commands that need the database or Nest import them within their action, so that the others start at once.
const program = new Command('podnet').description('Podnět: the command line');
program
  .command('content')
  .description('read, compare and import programme texts')
  .addCommand(contentCheck())
  .addCommand(contentDiff());

process.exitCode = await runCommandLine(program, process.argv);
