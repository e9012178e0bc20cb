import { bodyRemarks } from './body-remarks.js';
import { byLine, type Diagnostic, diagnostic } from './diagnostics.js';
import { type PointFields, readFields } from './fields.js';
import { splitFrontMatter } from './front-matter.js';
import { parseBlocks, type ReferenceDefinitions } from './markdown.js';
import { findMotto } from './motto.js';
import { readSections, type SectionContent } from './sections.js';
import { slugify } from './slug.js';
import { decodeSource } from './source-text.js';
import { readYamlMap } from './yaml-map.js';

/** What a file says about one programme point. */
export interface PointContent {
  /** Value of `campaignCategoryUid`. */
  programme: string;
  group: string | null;
  /** From the header, else the slug of the file name; no identity, may repeat. */
  uid: string;
  title: string;
  shortTitle: string | null;
  /** Null: last, by path. */
  order: number | null;
  /** Uids of people, known or not. */
  garants: string[];
  img: string | null;
  perex: string | null;
  intro: string | null;
  approved: string | null;
  redmine: number[];
  motto: string | null;
  sections: SectionContent[];
  /** Reference-link definitions of the whole body; they serve every section. */
  definitions: ReferenceDefinitions;
  /** Lossless: as UTF-8 it gives the bytes of the file. */
  source: string;
  /** Text of the YAML header, without its marks (LF, NFC). */
  header: string;
  /** Line of each key of the header, from 1. */
  lines: ReadonlyMap<string, number>;
}

/** One file, read: a point, or why it is none. Paths use `/` and are relative to the content folder. */
export type ReadFile =
  | { path: string; status: 'imported'; point: PointContent; diagnostics: Diagnostic[] }
  | { path: string; status: 'skipped' | 'rejected'; diagnostics: Diagnostic[] };

/** What a point is checked against. */
export interface ReadContext {
  /** Uids of the people who exist; undefined: garants are not checked. */
  people?: ReadonlySet<string>;
}

// Nobody could find their way among more, and comparing two such states would take seconds.
const maxSections = 500;
// A mebibyte of one-letter lines would keep the Markdown parser busy for seconds.
const maxLines = 20_000;

/** Reads one file. Pure; never throws, whatever the bytes are. */
export function readPoint(path: string, bytes: Uint8Array, context: ReadContext = {}): ReadFile {
  const decoded = decodeSource(bytes);
  if ('error' in decoded) return rejected(path, [decoded.error]);
  const parts = splitFrontMatter(decoded.text);
  if ('error' in parts) return rejected(path, [parts.error]);
  const yaml = readYamlMap(parts.header, 1);
  if ('error' in yaml) return rejected(path, [yaml.error]);
  const fields = readFields(yaml.entries);
  if (fields.programme === null) return { path, status: 'skipped', diagnostics: [diagnostic('I-PAGE', 1)] };
  const found = [...decoded.diagnostics, ...yaml.diagnostics, ...fields.diagnostics];
  const { programme, title, uid, diagnostics: _, ...rest } = fields;
  if (title === null)
    return rejected(path, [diagnostic('E-TITLE', fields.lines.get('title') ?? 1), ...found]);
  if (parts.bodyLines.length > maxLines)
    return rejected(path, [diagnostic('E-LINES', 1, { limit: maxLines })]);
  const body = readBody(parts.bodyLines, parts.bodyOffset);
  const tooMany = body.content.sections[maxSections];
  if (tooMany)
    return rejected(path, [diagnostic('E-SECTIONS', tooMany.line, { limit: maxSections }), ...found]);
  const text = { source: decoded.source, header: parts.header };
  return {
    path,
    status: 'imported',
    point: { ...rest, programme, title, uid: uid ?? uidFromPath(path), ...body.content, ...text },
    diagnostics: byLine([
      ...found,
      ...(uid === null ? [diagnostic('W-UID-MISSING', 1, { uid: uidFromPath(path) })] : []),
      ...unknownGarants(fields, context),
      ...body.diagnostics,
    ]),
  };
}

function rejected(path: string, diagnostics: Diagnostic[]): ReadFile {
  return { path, status: 'rejected', diagnostics: byLine(diagnostics) };
}

function uidFromPath(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.md$/, '');
  return slugify(name) || 'bod';
}

function readBody(bodyLines: readonly string[], offset: number) {
  const motto = findMotto(bodyLines);
  const lines = bodyLines.map((line, i) => (i === motto?.line ? '' : line));
  const blocks = parseBlocks(lines.join('\n'));
  const { sections, diagnostics } = readSections(lines, blocks, offset);
  return {
    content: { motto: motto?.text ?? null, sections, definitions: blocks.definitions },
    diagnostics: [...diagnostics, ...bodyRemarks(lines, blocks, offset)],
  };
}

function unknownGarants(fields: PointFields, context: ReadContext): Diagnostic[] {
  const { people } = context;
  if (!people) return [];
  const line = fields.lines.get('garant') ?? 1;
  return fields.garants
    .filter((garant) => !people.has(garant))
    .map((garant) => diagnostic('W-GARANT-UNKNOWN', line, { garant }));
}
