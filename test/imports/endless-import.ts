import { openDatabase } from '../../src/database/open.js';
import { entities } from '../../src/entities.js';
import { contentImportOf, importJobsOf } from '../../src/programme/content-import.service.js';

/** Imports a folder and prints a line for each file that is written; or goes on with an import that was begun. */
export default async function importSlowly(url: string, folder: string, importId?: string): Promise<void> {
  const database = await openDatabase(url, entities);
  if (importId) {
    process.stdout.write('on\n');
    await importJobsOf(database).carryOut(importId);
  } else
    await contentImportOf(database).run(folder, null, {
      onFile: (done) => process.stdout.write(`${done}\n`),
    });
  await database.close();
}
