import { instantFrom } from '../../web/i18n/prague-time.js';
import { byLine, type Diagnostic, diagnostic } from './diagnostics.js';
import { decodeSource } from './source-text.js';
import { readYamlMap, type YamlEntry, type YamlValue } from './yaml-map.js';

/** When the distribution of votes is shown: always, or only after one's own vote. */
type VotesShown = 'always' | 'after-vote';

/** One programme of `programmes.yaml`. Times are instants (ISO-8601 UTC with milliseconds). */
export interface ProgrammeContent {
  /** What `campaignCategoryUid` of its points says. */
  uid: string;
  title: string;
  group: string | null;
  groupTitle: string | null;
  /** What it is about, Markdown. */
  lead: string | null;
  /** Null: no consultation is announced. */
  opens: string | null;
  /** Last moment of the consultation. */
  closes: string | null;
  /** When the contributions are (to be) settled. */
  settled: string | null;
  votesShown: VotesShown;
  /** Public address for questions: an e-mail address or an https address. */
  contact: string | null;
  /** Place in the list, 0 first. */
  position: number;
}

/** `programmes.yaml`, read. One error rejects the whole file, and what was known before stays. */
export interface ReadProgrammes {
  path: string;
  status: 'imported' | 'rejected';
  programmes: ProgrammeContent[];
  diagnostics: Diagnostic[];
}

type Entries = ReadonlyMap<string, YamlEntry>;

/** What one programme is read with: its key in the list, and where remarks go. */
interface Reading {
  entries: Entries;
  line: number;
  diagnostics: Diagnostic[];
}

const rootKeys = ['groups', 'programmes'];
const programmeKeys = ['uid', 'title', 'group', 'lead', 'opens', 'closes', 'settled', 'votes', 'contact'];
const limits: Record<string, number> = { uid: 120, title: 200, group: 120, lead: 8000, contact: 254 };

/** Reads `programmes.yaml`: a map `groups` (uid: title) and a list `programmes`. */
export function readProgrammes(path: string, bytes: Uint8Array): ReadProgrammes {
  const decoded = decodeSource(bytes);
  if ('error' in decoded) return { path, status: 'rejected', programmes: [], diagnostics: [decoded.error] };
  const yaml = readYamlMap(decoded.text, 0);
  if ('error' in yaml) return { path, status: 'rejected', programmes: [], diagnostics: [yaml.error] };
  const diagnostics = [...yaml.diagnostics, ...unknownKeys(yaml.entries, rootKeys)];
  const groups = groupTitles(yaml.entries.get('groups'), diagnostics);
  const programmes = programmeList(yaml.entries.get('programmes'), groups, diagnostics);
  const isRejected = diagnostics.some(({ severity }) => severity === 'error');
  return {
    path,
    status: isRejected ? 'rejected' : 'imported',
    programmes: isRejected ? [] : programmes,
    diagnostics: byLine(diagnostics),
  };
}

function unknownKeys(entries: Entries, known: readonly string[]): Diagnostic[] {
  return [...entries.values()]
    .filter(({ key }) => !known.includes(key))
    .map(({ key, line }) => diagnostic('W-KEY-UNKNOWN', line, { key: key.slice(0, 80) }));
}

function groupTitles(groups: YamlEntry | undefined, diagnostics: Diagnostic[]): Map<string, string> {
  const titles = new Map<string, string>();
  if (!groups || isBlank(groups.value)) return titles;
  if (groups.value.type !== 'map') {
    diagnostics.push(wrongValue(groups, 'map'));
    return titles;
  }
  for (const entry of groups.value.entries.values()) {
    const title = entry.value.type === 'text' ? entry.value.text : null;
    if (title === null || title.length > 200) diagnostics.push(wrongValue(entry, 'text'));
    else titles.set(entry.key, title);
  }
  return titles;
}

function programmeList(
  list: YamlEntry | undefined,
  groups: ReadonlyMap<string, string>,
  diagnostics: Diagnostic[],
): ProgrammeContent[] {
  if (list?.value.type !== 'list') {
    diagnostics.push(wrongValue(list ?? { key: 'programmes', line: 1 }, 'list'));
    return [];
  }
  const uids = new Set<string>();
  return list.value.items.flatMap((item, position) => {
    if (item.type !== 'map') {
      diagnostics.push(wrongValue({ key: 'programmes', line: item.line }, 'map'));
      return [];
    }
    const programme = readProgramme(
      { entries: item.entries, line: item.line, diagnostics },
      groups,
      position,
    );
    if (programme && uids.has(programme.uid)) {
      diagnostics.push(diagnostic('E-PROGRAMME-DUP', item.line, { uid: programme.uid }));
    }
    uids.add(programme?.uid ?? '');
    return programme ? [programme] : [];
  });
}

function readProgramme(
  reading: Reading,
  groups: ReadonlyMap<string, string>,
  position: number,
): ProgrammeContent | null {
  reading.diagnostics.push(...unknownKeys(reading.entries, programmeKeys));
  const uid = textOf(reading, 'uid');
  const title = textOf(reading, 'title');
  if (uid === null) reading.diagnostics.push(wrongValue({ key: 'uid', line: reading.line }, 'required'));
  if (title === null) reading.diagnostics.push(wrongValue({ key: 'title', line: reading.line }, 'required'));
  const group = textOf(reading, 'group');
  const dates = consultationDates(reading);
  const votesShown = votesShownOf(reading);
  const contact = contactOf(reading);
  const lead = textOf(reading, 'lead');
  if (uid === null || title === null) return null;
  const groupTitle = group === null ? null : (groups.get(group) ?? null);
  return { uid, title, group, groupTitle, lead, ...dates, votesShown, contact, position };
}

function textOf(reading: Reading, key: string): string | null {
  const entry = reading.entries.get(key);
  if (!entry) return null;
  if (entry.value.type !== 'text' || (entry.value.text?.length ?? 0) > (limits[key] ?? 200)) {
    reading.diagnostics.push(wrongValue(entry, 'text'));
    return null;
  }
  return entry.value.text;
}

function consultationDates(reading: Reading): Pick<ProgrammeContent, 'opens' | 'closes' | 'settled'> {
  const opens = dateOf(reading, 'opens', 'start');
  const closes = dateOf(reading, 'closes', 'end');
  const settled = dateOf(reading, 'settled', 'start');
  const disorder = (key: string, after: string) => {
    const line = reading.entries.get(key)?.line ?? reading.line;
    reading.diagnostics.push(diagnostic('E-PROGRAMME-DATE', line, { key, reason: 'order', after }));
  };
  if (opens && closes && closes <= opens) disorder('closes', 'opens');
  if (closes && settled && settled <= closes) disorder('settled', 'closes');
  return { opens, closes, settled };
}

function dateOf(reading: Reading, key: string, edge: 'start' | 'end'): string | null {
  const text = textOf(reading, key);
  const instant = text === null ? null : instantFrom(text, edge);
  if (text !== null && instant === null) {
    const line = reading.entries.get(key)?.line ?? reading.line;
    reading.diagnostics.push(diagnostic('E-PROGRAMME-DATE', line, { key, reason: 'format', after: '' }));
  }
  return instant;
}

/** `votes: { shown: always }`; after one's own vote when nothing is said. */
function votesShownOf(reading: Reading): VotesShown {
  const votes = reading.entries.get('votes');
  if (!votes || isBlank(votes.value)) return 'after-vote';
  if (votes.value.type !== 'map') {
    reading.diagnostics.push(wrongValue(votes, 'map'));
    return 'after-vote';
  }
  reading.diagnostics.push(...unknownKeys(votes.value.entries, ['shown']));
  const shown = votes.value.entries.get('shown');
  const text = shown?.value.type === 'text' ? shown.value.text : undefined;
  if (text === 'always' || text === 'after-vote') return text;
  if (text !== null) reading.diagnostics.push(wrongValue(shown ?? votes, 'votes_shown'));
  return 'after-vote';
}

function contactOf(reading: Reading): string | null {
  const contact = textOf(reading, 'contact');
  if (contact === null || /^[^\s@<>]+@[^\s@<>]+$/.test(contact) || /^https:\/\/[^\s<>]+$/.test(contact))
    return contact;
  reading.diagnostics.push(
    wrongValue(reading.entries.get('contact') ?? { key: 'contact', line: reading.line }, 'contact'),
  );
  return null;
}

function wrongValue({ key, line }: Pick<YamlEntry, 'key' | 'line'>, expected: string): Diagnostic {
  return diagnostic('E-PROGRAMME-VALUE', line, { key: key.slice(0, 80), expected });
}

function isBlank(value: YamlValue): boolean {
  return value.type === 'text' && value.text === null;
}
