import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../ops/paths.js';

/**
 * Names the program that renders pages: its templates, its sentences, and when its code was built. Part of every tag,
 * so that a new release is not answered with "unchanged" to those who hold a page of the old one.
 */
export function buildId(root = projectRoot): string {
  const hash = createHash('sha256');
  for (const folder of ['views', 'locales']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(root, folder, name);
      if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
    }
  }
  hash.update(String(statSync(fileURLToPath(import.meta.url)).mtimeMs));
  return hash.digest('base64url').slice(0, 10);
}
