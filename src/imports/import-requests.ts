import type { ContentImport } from '../programme/content-import.entity.js';
import type { ImportJobs } from '../programme/import/import-jobs.service.js';
import { found, notFound, Refusal } from '../web/refusal.js';

/** The import with the number of an address. @throws Refusal 404. */
export async function importAt(jobs: ImportJobs, number: string): Promise<ContentImport> {
  if (!/^[1-9]\d{0,8}$/.test(number)) throw notFound();
  return found(await jobs.find(Number(number)));
}

/** A place in a list, from an address. @throws Refusal 404. */
export function place(text: string): number {
  if (!/^(0|[1-9]\d{0,6})$/.test(text)) throw notFound();
  return Number(text);
}

/** Waits for something; null when it was done. @throws whatever it throws but refusals that a page can show. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<(Refusal & { status: 409 | 413 | 422 }) | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Refusal && isShown(error)) return error;
    throw error;
  }
}

function isShown(refusal: Refusal): refusal is Refusal & { status: 409 | 413 | 422 } {
  return [409, 413, 422].includes(refusal.status);
}
