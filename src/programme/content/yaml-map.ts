import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLParseError,
} from 'yaml';
import { type Diagnostic, diagnostic } from './diagnostics.js';
import { plain } from './plain.js';

/** One key of a YAML mapping with its value; nodes never leave this file. */
export interface YamlEntry {
  key: string;
  /** Line of the key in the file, from 1. */
  line: number;
  value: YamlValue;
}

/** A YAML value reduced to what content files need; scalars are plain text (see `plain`), blank ones null. */
export type YamlValue =
  | { type: 'text'; text: string | null; line: number }
  | { type: 'list'; items: YamlValue[]; line: number }
  | { type: 'map'; entries: Map<string, YamlEntry>; line: number };

/** A YAML document whose root is a mapping. */
export interface YamlMap {
  entries: Map<string, YamlEntry>;
  diagnostics: Diagnostic[];
}

interface Walk {
  document: Document;
  lines: LineCounter;
  offset: number;
  diagnostics: Diagnostic[];
}

// The parser takes quadratic time on some hostile headers; real ones have a few kilobytes.
const maxLength = 64 * 1024;
const maxAliases = 100;
const maxDepth = 32;

/**
 * Reads a YAML 1.2 mapping (core schema: no code, no merge keys), `offset` lines below the top of its file. Of a
 * repeated key the last value counts (`W-KEY-DUP`). What is no YAML, too long, too deep or an alias bomb is `E-YAML`.
 */
export function readYamlMap(source: string, offset: number): YamlMap | { error: Diagnostic } {
  if (source.length > maxLength) return { error: yamlError(offset + 1, 'too_long') };
  const lines = new LineCounter();
  try {
    const document = parseDocument(source, {
      lineCounter: lines,
      uniqueKeys: false,
      merge: false,
      schema: 'core',
      logLevel: 'error',
    });
    const [fault] = document.errors;
    if (fault) return { error: yamlError(offset + (fault.linePos?.[0].line ?? 1), faultReason(fault)) };
    if (!isMap(document.contents)) return { error: diagnostic('E-YAML-NOTMAP', offset + 1) };
    document.toJS({ maxAliasCount: maxAliases });
    const walk: Walk = { document, lines, offset, diagnostics: [] };
    return { entries: mapEntries(document.contents.items, walk, 0), diagnostics: walk.diagnostics };
  } catch {
    // The alias limit, or the stack running out on ten thousand brackets.
    return { error: yamlError(offset + 1, 'too_deep') };
  }
}

/** `reason` selects a sentence in the locale files: a code of the parser in lower case, `too_long` or `too_deep`. */
function yamlError(line: number, reason: string): Diagnostic {
  return diagnostic('E-YAML', line, { reason });
}

/** The parser reports its own stack running out as an impossible error. */
function faultReason(fault: YAMLParseError): string {
  return fault.message.includes('call stack') ? 'too_deep' : fault.code.toLowerCase();
}

function mapEntries(pairs: Pair<unknown, unknown>[], walk: Walk, depth: number): Map<string, YamlEntry> {
  const entries = new Map<string, YamlEntry>();
  for (const pair of pairs) {
    const key = isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
    const line = lineOf(pair.key, walk);
    if (entries.has(key)) walk.diagnostics.push(diagnostic('W-KEY-DUP', line, { key: key.slice(0, 80) }));
    entries.set(key, { key, line, value: yamlValue(pair.value, line, walk, depth + 1) });
  }
  return entries;
}

function yamlValue(node: unknown, parentLine: number, walk: Walk, depth: number): YamlValue {
  if (depth > maxDepth) throw new Error('nested too deeply');
  const resolved = isAlias(node) ? node.resolve(walk.document) : node;
  const line = isAlias(node) || !resolved ? parentLine : lineOf(resolved, walk);
  if (isMap(resolved)) return { type: 'map', entries: mapEntries(resolved.items, walk, depth), line };
  if (isSeq(resolved)) {
    return {
      type: 'list',
      items: resolved.items.map((item) => yamlValue(item, line, walk, depth + 1)),
      line,
    };
  }
  return {
    type: 'text',
    text: isScalar(resolved) ? scalarText(resolved.value, resolved.source) : null,
    line,
  };
}

/** Numbers and booleans are read as they are written, so that a title `2018` or `1e3` stays what it is. */
function scalarText(value: unknown, source: string | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = plain(typeof value === 'string' ? value : (source ?? String(value)));
  // Only an escape like "\0" can bring these here, and no database takes them.
  return text === '' ? null : text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

function lineOf(node: unknown, walk: Walk): number {
  const range = (node as Node | null)?.range;
  return walk.offset + (range ? walk.lines.linePos(range[0]).line : 1);
}
