import { Command, Option } from 'commander';
import type { Locale } from '../web/i18n/messages.js';
import { Refusal } from './run.js';

interface ExportOptions {
  programme: string;
  out?: string;
  lang: Locale;
}

/** `report export KIND`: the same exports as in the browser, byte for byte. */
export function reportCommand(): Command {
  const contributions = new Command('contributions')
    .description('write everything said about a programme as CSV')
    .requiredOption('--programme <uid>', 'uid of the programme')
    .option('--out <file>', 'file to write; without it, the standard output')
    .addOption(new Option('--lang <lang>', 'language of the headings').choices(['cs', 'en']).default('cs'))
    .action(exportContributions);
  const exports = new Command('export').description('export what was collected').addCommand(contributions);
  return new Command('report').description('figures and exports').addCommand(exports);
}

async function exportContributions(options: ExportOptions): Promise<void> {
  const [{ readConfig }, { openDatabase }, { entities }, { writeContributions }] = await Promise.all([
    import('../ops/config.js'),
    import('../database/open.js'),
    import('../entities.js'),
    import('../reports/write-contributions.js'),
  ]);
  const { databaseUrl, baseUrl } = readConfig(process.env);
  const database = await openDatabase(databaseUrl, entities);
  try {
    const known = await writeContributions(
      database,
      options.programme,
      { locale: options.lang, baseUrl },
      options.out,
    );
    if (!known) throw new Refusal(`There is no programme ${options.programme}.`);
  } finally {
    await database.close();
  }
}
