import { type EntityManager, In } from 'typeorm';
import { type PointContent, readPoint } from '../content/point.js';
import { ImportFile } from '../import-file.entity.js';
import { Point } from '../point.entity.js';
import { type FateWording, type FileSummary, type SectionFate, summaryOf } from './fates.js';
import { knownPoints, newestWordings, type StoredPoint, withTexts } from './known-points.js';
import { nextWording } from './next-wording.js';
import type { ImportedSection } from './plan-point.js';
import type { KnownPointText } from './tree-plan.js';

/** A section's fate with its texts: today's and the one to come; null where there is none. */
export interface SectionPlan extends SectionFate {
  before: FateWording | null;
  after: FateWording | null;
  /** The file's, where a person kept today's instead. */
  declined: FateWording | null;
}

/** A section that an incoming one may be said to be. */
export interface Candidate {
  sectionId: string;
  pointId: string;
  pointTitle: string;
  number: number;
  kind: FateWording['kind'];
  heading: string | null;
  /** Of the same point as the file. */
  own: boolean;
}

/** One file of an import with its texts, as long as they are kept. */
export interface FilePlan {
  file: ImportFile;
  summary: FileSummary;
  /** Title of the point, as the file has it. */
  title: string;
  /** Where the point stands today; null for a new one. */
  point: { id: string; programmeUid: string; slug: string; versionNumber: number; archived: boolean } | null;
  /** Header fields that change, in words; null where there is none. Empty once the import is over. */
  fields: { name: string; before: string | null; after: string | null }[];
  /** Without texts once the import is over. */
  sections: SectionPlan[];
  /** For correcting matches by hand: sections of this point, then of others that lose them. Empty once it is over. */
  candidates: Candidate[];
}

/** Losing sections of other points that are offered; more would fit into no list. */
const mostForeign = 200;

/** Null when there is no such file. A fixed number of queries. */
export async function filePlanOf(
  manager: EntityManager,
  importId: string,
  position: number,
): Promise<FilePlan | null> {
  const file = await manager.findOneBy(ImportFile, { importId, position });
  if (!file) return null;
  const summary = summaryOf(file);
  const [point] = file.pointId ? await knownPoints(manager, [file.pointId]) : [];
  const content = contentOf(file);
  const isKept = content !== null || (file.outcome === 'archived' && (await hasTexts(manager, importId)));
  const texts = isKept ? await textsFor(manager, summary, point) : null;
  const own = texts?.get(point?.id ?? '') ?? null;
  return {
    file,
    summary,
    title: content?.title ?? point?.title ?? file.path,
    point: point ? placeOf(point) : null,
    fields: content && point ? summary.fieldsChanged.map((name) => fieldPlan(name, point, content)) : [],
    sections: summary.sections.map((fate) => ({ ...fate, ...wordingsOf(fate, texts, own, content) })),
    candidates: content ? [...ownCandidates(own), ...(await foreignCandidates(manager, file))] : [],
  };
}

function contentOf({ path, source }: ImportFile): PointContent | null {
  const read = source === null ? null : readPoint(path, Buffer.from(source, 'utf8'));
  return read?.status === 'imported' ? read.point : null;
}

function placeOf({ id, programme, slug, versionNumber, archived }: StoredPoint): FilePlan['point'] {
  return { id, programmeUid: programme, slug, versionNumber, archived };
}

/** Texts of files are kept until the import is over. */
function hasTexts(manager: EntityManager, importId: string): Promise<boolean> {
  return manager
    .createQueryBuilder(ImportFile, 'file')
    .where('file.importId = :importId AND file.source IS NOT NULL', { importId })
    .getExists();
}

/** The point's own text, and those of the points that sections come from. */
async function textsFor(
  manager: EntityManager,
  { sections }: FileSummary,
  point: StoredPoint | undefined,
): Promise<Map<string, KnownPointText>> {
  const origins = sections.flatMap(({ kind, from }) => (kind === 'moved' && from ? [from.pointId] : []));
  const others = [...new Set(origins)].filter((id) => id !== point?.id);
  const points = [...(point ? [point] : []), ...(await knownPoints(manager, others))];
  return withTexts(manager, points);
}

function wordingsOf(
  fate: SectionFate,
  texts: ReadonlyMap<string, KnownPointText> | null,
  own: KnownPointText | null,
  content: PointContent | null,
): Pick<SectionPlan, 'before' | 'after' | 'declined'> {
  const isArrival = fate.kind === 'moved' && fate.from !== null;
  const known = isArrival ? texts?.get(fate.from?.pointId ?? '') : own;
  const current = wordingIn(known?.text.current, fate.sectionId);
  const before = current ?? (fate.returns ? wordingIn(known?.text.archived, fate.sectionId) : null);
  const wording = wordingAt(fate.incoming, content);
  if (wording && fate.clash === 'kept') return { before, after: before, declined: wording };
  const declined = null;
  if (!wording || fate.kind === 'unchanged')
    return { before, after: fate.kind === 'unchanged' ? before : null, declined };
  if (fate.sectionId === null) return { before: null, after: wording, declined };
  const last = wordingIn(known?.text.last, fate.sectionId);
  const next = nextWording({ last, current: current ?? (last ? null : before), incoming: wording });
  return { before, after: next.change === 'wording' ? next.wording : before, declined };
}

function wordingAt(incoming: number | null, content: PointContent | null): FateWording | null {
  const section = content?.sections[incoming ?? -1];
  return section ? { kind: section.kind, heading: section.heading, body: section.body } : null;
}

function wordingIn(
  sections: readonly ImportedSection[] | undefined,
  sectionId: string | null,
): FateWording | null {
  const section = sections?.find((candidate) => candidate.sectionId === sectionId);
  return section ? { kind: section.kind, heading: section.heading, body: section.body } : null;
}

function fieldPlan(name: string, point: StoredPoint, content: PointContent): FilePlan['fields'][number] {
  const before: Record<string, string | null> = {
    title: point.title,
    shortTitle: point.shortTitle,
    perex: point.perex,
    intro: point.intro,
    motto: point.motto,
    img: point.img,
    approved: point.approved,
    uid: point.uid,
    redmine: listed(JSON.parse(point.redmine) as number[]),
    order: point.position < 1_000_000 ? String(point.position) : null,
    campaignCategoryUid: point.programme,
    garant: listed(point.garants),
  };
  const after: Record<string, string | null> = {
    title: content.title,
    shortTitle: content.shortTitle,
    perex: content.perex,
    intro: content.intro,
    motto: content.motto,
    img: content.img,
    approved: content.approved,
    uid: content.uid,
    redmine: listed(content.redmine),
    order: content.order === null ? null : String(content.order),
    campaignCategoryUid: content.programme,
    garant: listed(content.garants),
  };
  return { name, before: before[name] ?? null, after: after[name] ?? null };
}

function listed(items: readonly (string | number)[]): string | null {
  return items.length === 0 ? null : items.join(', ');
}

function ownCandidates(own: KnownPointText | null): Candidate[] {
  if (!own) return [];
  return [...own.text.current, ...own.text.archived].map(({ sectionId, number, kind, heading }) => ({
    sectionId,
    pointId: own.id,
    pointTitle: own.title,
    number,
    kind,
    heading,
    own: true,
  }));
}

/** Sections that other points of the same import lose. */
async function foreignCandidates(
  manager: EntityManager,
  { importId, position }: ImportFile,
): Promise<Candidate[]> {
  const files = await manager.find(ImportFile, {
    select: { importId: true, position: true, summary: true },
    where: { importId, outcome: In(['changed', 'archived']) },
    order: { position: 'ASC' },
  });
  const losing = files
    .filter((file) => file.position !== position)
    .flatMap((file) => summaryOf(file).sections)
    .filter(({ incoming, kind }) => incoming === null && kind !== 'unchanged');
  const ids = losing.flatMap(({ sectionId }) => sectionId ?? []).slice(0, mostForeign);
  const sections = await newestWordings(manager, ids);
  const points = await manager.find(Point, {
    select: { id: true, title: true },
    where: { id: In([...new Set(sections.map(({ pointId }) => pointId))]) },
  });
  const titles = new Map(points.map(({ id, title }) => [id, title]));
  return sections.map(({ sectionId, pointId, number, kind, heading }) => ({
    sectionId,
    pointId,
    pointTitle: titles.get(pointId) ?? '',
    number,
    kind,
    heading,
    own: false,
  }));
}
