import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectRoot } from '../../src/ops/paths.js';

/** Paths below the project's folder of all files below one of its folders with an ending, sorted. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(projectRoot, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

/** The text with its comments in it left out. */
export function withoutComments(template: string): string {
  return template.replace(/\{\{!--[\s\S]*?--\}\}/g, '');
}
