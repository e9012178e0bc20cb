import { openDatabase } from '../../src/database/open.js';
import { entities } from '../../src/entities.js';
import { contentImportOf } from '../../src/programme/content-import.service.js';

/** Imports a folder and prints a line for each file that is written. */
export default async function importSlowly(url: string, folder: string): Promise<void> {
  const database = await openDatabase(url, entities);
  await contentImportOf(database).run(folder, null, {
    onFile: (done) => process.stdout.write(`${done}\n`),
  });
  await database.close();
}
