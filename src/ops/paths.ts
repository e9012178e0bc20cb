import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json; sources and compiled files both lie two folders below it. */
export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
