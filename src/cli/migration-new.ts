import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../ops/paths.js';
import { Refusal } from './run.js';

/** `migration new NAME`: an empty migration with the next number, to be written and added to the list. */
export function migrationCommand(): Command {
  const create = new Command('new')
    .description('write an empty migration with the next number into src/database/migrations')
    .argument('<name>', 'what it does, lower-case words with hyphens: archive-old-links')
    .action((name: string) => {
      const { file, className } = writeMigration(name);
      process.stdout.write(`${file}\nAdd ${className} to src/database/migrations.ts.\n`);
    });
  return new Command('migration').description('for developers').addCommand(create);
}

function writeMigration(name: string): { file: string; className: string } {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Refusal(`${name}: lower-case words with hyphens, please`);
  const folder = join(projectRoot, 'src', 'database', 'migrations');
  const last = readdirSync(folder).sort().at(-1) ?? '0000';
  const number = Number(last.slice(0, 4)) + 1;
  const file = join(folder, `${String(number).padStart(4, '0')}-${name}.ts`);
  const className = name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
  writeFileSync(file, migrationSource(name, className, number), { flag: 'wx' });
  return { file, className };
}

function migrationSource(name: string, className: string, number: number): string {
  return `import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Say here what changes and why. */
export class ${className} implements MigrationInterface {
  name = '${name}-${String(number).padStart(13, '0')}';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('');
  }
}
`;
}
