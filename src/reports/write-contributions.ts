import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Database } from '../database/database.js';
import { Decisions } from '../moderation/decisions.service.js';
import { Programme } from '../programme/programme.entity.js';
import { Contributions } from './contributions.service.js';
import { type CsvReader, contributionsCsv } from './contributions-csv.js';
import { FiguresService } from './figures.service.js';

/**
 * Writes all contributions of a programme as CSV to a file, which appears once it is complete, or to the standard
 * output. Gives false when there is no such programme.
 */
export async function writeContributions(
  database: Database,
  programmeUid: string,
  reader: CsvReader,
  file?: string,
): Promise<boolean> {
  const programme = await database.read.findOneBy(Programme, { uid: programmeUid });
  if (!programme) return false;
  const contributions = new Contributions(database, new FiguresService(database), new Decisions(database));
  const csv = contributionsCsv(contributions.ofProgramme(programme), reader);
  if (file === undefined) {
    await pipeline(csv, process.stdout, { end: false });
    return true;
  }
  const unfinished = `${file}.part`;
  try {
    await pipeline(csv, createWriteStream(unfinished));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return true;
}
