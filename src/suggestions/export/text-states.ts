import { type EntityManager, In, IsNull, MoreThanOrEqual, Not } from 'typeorm';
import { Account } from '../../accounts/account.entity.js';
import { Activity } from '../../activity/activity.entity.js';
import type { ExportedSection } from '../../programme/export/export-source.js';
import { cutSource } from '../../programme/export/source-chunks.js';
import { importedSource, type WriteProblem, writeBack } from '../../programme/export/write-back.js';
import { Point } from '../../programme/point.entity.js';
import { PointVersion } from '../../programme/point-version.entity.js';
import { Programme } from '../../programme/programme.entity.js';
import { SectionRevision } from '../../programme/section-revision.entity.js';
import { VersionSection } from '../../programme/version-section.entity.js';
import { Suggestion } from '../suggestion.entity.js';

/** One state of a point's file, and the change that made it of the one before. */
export interface TextState {
  /** The whole file; null where the text of that state cannot be written back. */
  text: string | null;
  at: string;
  change: TextChange;
}

/** A suggestion as its change is told of. */
export interface ToldSuggestion {
  number: number;
  reason: string;
  /** Heading of the section it changed; null where the text has none. */
  heading: string | null;
  /** Public name of its author, where they agreed to be named; else null. */
  credited: string | null;
}

/** Why a file is as it is: it was imported so, what outlived that import, accepted suggestions, or an edit. */
export type TextChange =
  | { kind: 'imported' }
  | { kind: 'carried'; suggestions: ToldSuggestion[] }
  | { kind: 'accepted'; suggestions: ToldSuggestion[]; by: Decider | null; version: number }
  | { kind: 'edited'; note: string | null; by: Decider | null; version: number };

/** Who decided: account id and public name. */
export interface Decider {
  id: string;
  name: string;
}

/** A live point with all states of its file since it was imported last, which is the first of them. */
export interface PointStates {
  path: string;
  programmeUid: string;
  slug: string;
  states: TextState[];
  /** Why the newest text cannot be written; null where it can. */
  problem: WriteProblem | null;
}

/** The states of every live point that came from a file, by path. */
export async function textStates(manager: EntityManager): Promise<PointStates[]> {
  const points = await manager.find(Point, {
    where: { archivedAt: IsNull(), source: Not('') },
    order: { path: 'ASC' },
  });
  const programmes = new Map((await manager.find(Programme)).map(({ id, uid }) => [id, uid]));
  const imports = await lastImports(manager);
  const all: PointStates[] = [];
  for (const point of points) {
    const { path, slug, programmeId } = point;
    const { states, problem } = await statesOf(manager, point, imports.get(point.id));
    all.push({ path, slug, programmeUid: programmes.get(programmeId) ?? '', states, problem });
  }
  return all;
}

interface LastImport {
  at: string;
  /** The version the point had after it. */
  version: number;
}

async function lastImports(manager: EntityManager): Promise<Map<string, LastImport>> {
  const rows = await manager
    .createQueryBuilder(Activity, 'entry')
    .select('MAX(entry.number)', 'number')
    .where('entry.verb IN (:...verbs)', { verbs: ['point.imported', 'point.imported-again'] })
    .groupBy('entry.pointId')
    .getRawMany<{ number: number | string }>();
  const numbers = rows.map(({ number }) => Number(number));
  const imports = new Map<string, LastImport>();
  for (let i = 0; i < numbers.length; i += 500) {
    const entries = await manager.findBy(Activity, { number: In(numbers.slice(i, i + 500)) });
    for (const { pointId, at, data } of entries) {
      const { version } = JSON.parse(data) as { version?: number };
      if (pointId !== null) imports.set(pointId, { at, version: version ?? 1 });
    }
  }
  return imports;
}

async function statesOf(
  manager: EntityManager,
  point: Point,
  last: LastImport = { at: point.createdAt, version: 1 },
): Promise<Pick<PointStates, 'states' | 'problem'>> {
  const imported = importedSource(point);
  const versions = await manager.find(PointVersion, {
    where: { pointId: point.id, number: MoreThanOrEqual(last.version) },
    order: { number: 'ASC' },
  });
  const texts = await sectionsOf(manager, versions);
  const states: TextState[] = [{ text: point.source, at: last.at, change: { kind: 'imported' } }];
  let problem: WriteProblem | null = null;
  for (const version of versions) {
    const sections = texts.get(version.id) ?? [];
    const written = imported ? writeBack(imported, sections) : { text: point.source };
    problem = 'problem' in written ? written.problem : null;
    const text = 'text' in written ? written.text : null;
    if (version.number > last.version)
      states.push({ text, at: version.createdAt, change: await changeOf(manager, version) });
    else if (text !== point.source) {
      const touched = sectionsOtherThan(point.source, imported?.sectionIds ?? [], sections);
      states.push({ text, at: last.at, change: await carried(manager, point, last, touched) });
    }
  }
  return { states, problem };
}

async function sectionsOf(
  manager: EntityManager,
  versions: readonly PointVersion[],
): Promise<Map<string, ExportedSection[]>> {
  const texts = new Map<string, ExportedSection[]>(versions.map(({ id }) => [id, []]));
  for (const { id } of versions) {
    const rows = await manager
      .createQueryBuilder(SectionRevision, 'revision')
      .innerJoin(VersionSection, 'place', 'place.revisionId = revision.id')
      .where('place.versionId = :id', { id })
      .orderBy('place.position')
      .getMany();
    texts.set(id, rows);
  }
  return texts;
}

async function changeOf(manager: EntityManager, version: PointVersion): Promise<TextChange> {
  const { id, cause, actorId, note, number } = version;
  const account = actorId === null ? null : await manager.findOneBy(Account, { id: actorId });
  const by = account && { id: account.id, name: account.publicName };
  const accepted =
    cause === 'acceptance'
      ? await manager.find(Suggestion, { where: { versionId: id }, order: { number: 'ASC' } })
      : [];
  if (accepted.length === 0) return { kind: 'edited', note, by, version: number };
  const suggestions: ToldSuggestion[] = [];
  for (const suggestion of accepted) suggestions.push(await told(manager, suggestion));
  return { kind: 'accepted', suggestions, by, version: number };
}

/** Ids of the sections that are not as in the file: other wordings, removed ones, new ones. */
function sectionsOtherThan(
  source: string,
  sectionIds: readonly string[],
  sections: readonly ExportedSection[],
): Set<string> {
  const chunks = cutSource(source)?.chunks ?? [];
  const isAsInFile = ({ sectionId, heading, body }: ExportedSection) => {
    const written = chunks[sectionIds.indexOf(sectionId)]?.section;
    return written?.heading === heading && written.body === body;
  };
  const present = new Set(sections.map(({ sectionId }) => sectionId));
  return new Set([
    ...sections.filter((section) => !isAsInFile(section)).map(({ sectionId }) => sectionId),
    ...sectionIds.filter((id) => !present.has(id)),
  ]);
}

/** What was accepted before the last import and its file does not know. */
async function carried(
  manager: EntityManager,
  point: Point,
  last: LastImport,
  touched: ReadonlySet<string>,
): Promise<TextChange> {
  const accepted = await manager
    .createQueryBuilder(Suggestion, 'suggestion')
    .innerJoin(PointVersion, 'version', 'version.id = suggestion.versionId')
    .where('version.pointId = :pointId AND version.number <= :number', {
      pointId: point.id,
      number: last.version,
    })
    .orderBy('version.number')
    .addOrderBy('suggestion.number')
    .getMany();
  const suggestions: ToldSuggestion[] = [];
  for (const suggestion of accepted) {
    if (suggestion.kind === 'add' || touched.has(suggestion.sectionId))
      suggestions.push(await told(manager, suggestion));
  }
  return { kind: 'carried', suggestions };
}

async function told(manager: EntityManager, suggestion: Suggestion): Promise<ToldSuggestion> {
  const { number, reason, kind, heading, baseRevisionId, authorId, creditAgreedAt } = suggestion;
  const base = await manager.findOneBy(SectionRevision, { id: baseRevisionId });
  const author = creditAgreedAt === null ? null : await manager.findOneBy(Account, { id: authorId });
  return {
    number,
    reason,
    heading: kind === 'add' ? heading : (base?.heading ?? null),
    credited: author && author.erasedAt === null ? author.publicName : null,
  };
}
