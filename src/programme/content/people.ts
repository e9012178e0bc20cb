import { byLine, type Diagnostic, diagnostic } from './diagnostics.js';
import { withinLimit } from './fields.js';
import { splitFrontMatter } from './front-matter.js';
import { decodeSource } from './source-text.js';
import { readYamlMap, type YamlEntry } from './yaml-map.js';

/** A person of `people/`, who may be named as the garant of points. */
export interface PersonContent {
  uid: string;
  name: string;
  img: string | null;
  /** Lower case; only for claiming the garant's role, never shown. */
  mail: string | null;
}

/** One file of `people/`, read. */
export type ReadPerson =
  | { path: string; status: 'imported'; person: PersonContent; diagnostics: Diagnostic[] }
  | { path: string; status: 'rejected'; diagnostics: Diagnostic[] };

const limits = { uid: 120, name: 120, img: 300, mail: 254 };

/** Reads one person. Tolerant: keys may repeat or be unknown, lists may be null; only what is no YAML is refused. */
export function readPerson(path: string, bytes: Uint8Array): ReadPerson {
  const decoded = decodeSource(bytes);
  if ('error' in decoded) return { path, status: 'rejected', diagnostics: [decoded.error] };
  const parts = splitFrontMatter(decoded.text);
  if ('error' in parts) return { path, status: 'rejected', diagnostics: [parts.error] };
  const yaml = readYamlMap(parts.header, 1);
  if ('error' in yaml) return { path, status: 'rejected', diagnostics: [yaml.error] };
  const diagnostics: Diagnostic[] = [];
  const person = personFrom(path, yaml.entries, diagnostics);
  return { path, status: 'imported', person, diagnostics: byLine(diagnostics) };
}

function personFrom(
  path: string,
  entries: ReadonlyMap<string, YamlEntry>,
  diagnostics: Diagnostic[],
): PersonContent {
  const text = (key: keyof typeof limits) => {
    const entry = entries.get(key);
    if (entry?.value.type !== 'text') return null;
    return withinLimit(entry.value.text, limits[key], entry, diagnostics);
  };
  const fallback = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\.md$/, '')
    .slice(0, limits.uid);
  const uid = text('uid') ?? fallback;
  const name = text('name') ?? uid;
  if (!text('uid')) diagnostics.push(diagnostic('W-UID-MISSING', 1, { uid }));
  if (!text('name')) diagnostics.push(diagnostic('W-NAME-MISSING', 1, { name }));
  return { uid, name, img: text('img'), mail: text('mail')?.toLowerCase() ?? null };
}
