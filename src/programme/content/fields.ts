import { type Diagnostic, type DiagnosticCode, diagnostic } from './diagnostics.js';
import type { YamlEntry, YamlValue } from './yaml-map.js';

/** What the header of a point says, before it is checked against other files. */
export interface PointFields {
  /** Null: the file is a page, not a point. */
  programme: string | null;
  group: string | null;
  uid: string | null;
  title: string | null;
  shortTitle: string | null;
  /** Null: last, by path. */
  order: number | null;
  /** Uids of people. */
  garants: string[];
  img: string | null;
  /** Text on the card. */
  perex: string | null;
  /** Lead of the detail page. */
  intro: string | null;
  /** Link to the decision that approved the point. */
  approved: string | null;
  /** Numbers of fulfilment tickets. */
  redmine: number[];
  /** Lines of the keys that were found, for later remarks. */
  lines: Map<string, number>;
  diagnostics: Diagnostic[];
}

type Entries = ReadonlyMap<string, YamlEntry>;

const limits: Record<string, number> = {
  title: 300,
  shortTitle: 120,
  uid: 200,
  campaignCategoryUid: 120,
  category: 120,
  campaignGroupUid: 120,
  img: 300,
  approved: 500,
  garant: 120,
  perex: 4000,
  intro: 8000,
};
const ownKeys = [...Object.keys(limits), 'order', 'perex1', 'perex2', 'perex3', 'redmine'];
const layoutKeys =
  'layout keywords description category topic relatives videa customizeHeader rbarImgOff'.split(' ');
const knownKeys = new Set([...ownKeys, ...layoutKeys]);
const maxInteger = 2 ** 31 - 1;

/** Reads the fields of a point from its header. Nothing here rejects the file; the caller judges what is missing. */
export function readFields(entries: Entries): PointFields {
  const diagnostics: Diagnostic[] = [];
  const text = (key: string) => textField(entries.get(key), diagnostics);
  for (const entry of entries.values()) {
    if (!knownKeys.has(entry.key)) {
      diagnostics.push(diagnostic('W-KEY-UNKNOWN', entry.line, { key: entry.key.slice(0, 80) }));
    }
  }
  return {
    programme: addressable(text('campaignCategoryUid')) ?? addressable(text('category')),
    group: text('campaignGroupUid'),
    uid: text('uid'),
    title: text('title'),
    shortTitle: text('shortTitle'),
    order: orderField(entries.get('order'), diagnostics),
    garants: garantsField(entries.get('garant'), diagnostics),
    img: text('img'),
    perex: text('perex') ?? joined(['perex1', 'perex2', 'perex3'].map(text)),
    intro: text('intro'),
    approved: text('approved'),
    redmine: listed(entries.get('redmine')?.value).flatMap(ticketNumber),
    lines: new Map([...entries.values()].map((entry) => [entry.key, entry.line])),
    diagnostics,
  };
}

/** Less what every browser takes for a way up: nobody could open the page. */
function addressable(uid: string | null): string | null {
  return uid === '.' || uid === '..' ? null : uid;
}

function textField(entry: YamlEntry | undefined, diagnostics: Diagnostic[]): string | null {
  if (!entry) return null;
  if (entry.value.type !== 'text') {
    diagnostics.push(diagnostic('I-FIELD-TYPE', entry.line, { key: entry.key }));
    return null;
  }
  return withinLimit(entry.value.text, limits[entry.key] ?? 4000, entry, diagnostics);
}

/** Cuts a value that no column would hold, and says so. */
export function withinLimit(
  value: string | null,
  limit: number,
  entry: Pick<YamlEntry, 'key' | 'line'>,
  diagnostics: Diagnostic[],
): string | null {
  if (value === null || value.length <= limit) return value;
  diagnostics.push(diagnostic('W-FIELD-LONG', entry.line, { key: entry.key, limit }));
  return `${value.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function orderField(entry: YamlEntry | undefined, diagnostics: Diagnostic[]): number | null {
  const remark = (code: DiagnosticCode) => diagnostics.push(diagnostic(code, entry?.line ?? 1));
  if (!entry || (entry.value.type === 'text' && entry.value.text === null)) {
    remark('W-ORDER-MISSING');
    return null;
  }
  const text = entry.value.type === 'text' ? (entry.value.text ?? '') : '';
  const order = /^[-+]?\d+(?:\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(order) && Math.abs(order) <= maxInteger) return order;
  remark('W-ORDER-TYPE');
  return null;
}

function garantsField(entry: YamlEntry | undefined, diagnostics: Diagnostic[]): string[] {
  if (!entry) return [];
  const uids = listed(entry.value).map(
    (uid) => withinLimit(uid, limits.garant ?? 0, entry, diagnostics) ?? '',
  );
  return [...new Set(uids)];
}

/** A list, or one text with commas, as distinct texts without blanks. */
function listed(value: YamlValue | undefined): string[] {
  if (value?.type === 'list') return [...new Set(value.items.flatMap(listed))];
  if (value?.type !== 'text' || value.text === null) return [];
  const parts = value.text.split(',').map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

function joined(parts: (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' ') || null;
}

function ticketNumber(text: string): number[] {
  const number = Number(/^#?(\d+)$/.exec(text)?.[1] ?? Number.NaN);
  return Number.isInteger(number) && number <= maxInteger ? [number] : [];
}
