import { type EntityManager, In, IsNull, LessThan, Not } from 'typeorm';
import { now } from '../../database/time.js';
import { Refusal } from '../../web/refusal.js';
import { ContentImport, type ImportState } from '../content-import.entity.js';
import { ImportFile } from '../import-file.entity.js';
import { PointVersion } from '../point-version.entity.js';

/** A process that works on an import says so every two seconds. */
export const beatEvery = 2000;
const staleAfter = 10_000;

const workingStates: readonly ImportState[] = ['rehearsing', 'running'];
const overStates: readonly ImportState[] = ['done', 'cancelled', 'failed'];

/** Whether nothing can come of an import any more. */
export function isOver({ state }: Pick<ContentImport, 'state'>): boolean {
  return overStates.includes(state);
}

/** Whether somebody works on it just now. */
export function isWorking({ state, beatAt }: Pick<ContentImport, 'state' | 'beatAt'>, at: string): boolean {
  return workingStates.includes(state) && Date.parse(at) - Date.parse(beatAt) < staleAfter;
}

/** An import as it is: one whose process died does not say so itself. */
export function asItIs(job: ContentImport, at: string): ContentImport {
  if (!workingStates.includes(job.state) || isWorking(job, at)) return job;
  return { ...job, ...interruption(job.state) };
}

/** What an import is when its process stops in the middle: what was being carried out can be finished. */
export function interruption(state: ImportState): Partial<Pick<ContentImport, 'state' | 'failure' | 'done'>> {
  return state === 'rehearsing'
    ? { state: 'failed', failure: 'content.failure.interrupted', done: 0 }
    : { state: 'interrupted', failure: null };
}

/**
 * Makes sure within a write that nobody else works on an import, and closes what dead processes left.
 * @throws Refusal 409 while another one works.
 */
export async function standAlone(manager: EntityManager, ownId: string | null): Promise<void> {
  const at = now();
  for (const job of await manager.findBy(ContentImport, { state: In([...workingStates]) })) {
    const isOwnRehearsal = job.id === ownId && job.state === 'rehearsing';
    if (isOwnRehearsal) continue;
    if (isWorking(job, at)) throw new Refusal(409, 'content.refusal.importRunning', { number: job.number });
    await change(manager, job.id, interruption(job.state));
  }
}

/** Gives up imports that somebody left undecided for a week, as their texts are kept meanwhile. */
export async function forgetAbandoned(manager: EntityManager, at: string): Promise<void> {
  const weekAgo = new Date(Date.parse(at) - 7 * 86_400_000).toISOString();
  const left = { state: In(['rehearsed', 'interrupted']), beatAt: LessThan(weekAgo) };
  for (const job of await manager.findBy(ContentImport, left)) await change(manager, job.id, givenUp(job));
}

/** What an import is once it was given up: a rehearsal has written nothing, however far it was. */
export function givenUp({ state, done }: Pick<ContentImport, 'state' | 'done'>) {
  const isRehearsal = state === 'rehearsing' || state === 'rehearsed';
  return { state: 'cancelled', done: isRehearsal ? 0 : done } as const;
}

/** Changes an import's row; one that is over gives up its texts. */
export async function change(
  manager: EntityManager,
  id: string,
  changes: Partial<Omit<ContentImport, 'id'>>,
): Promise<void> {
  const isEnd = changes.state !== undefined && overStates.includes(changes.state);
  await manager.update(ContentImport, { id }, isEnd ? { ...changes, finishedAt: now() } : changes);
  if (isEnd) await manager.update(ImportFile, { importId: id }, { source: null });
}

/** Whether another import has written anything since a time, or is in the middle of it. */
export function importedSince(manager: EntityManager, ownId: string, at: string): Promise<boolean> {
  return manager
    .createQueryBuilder(ContentImport, 'job')
    .where({ id: Not(ownId) })
    .andWhere("job.state IN ('done', 'interrupted', 'cancelled', 'failed')")
    .andWhere('COALESCE(job.finishedAt, job.beatAt) >= :at AND job.done > 0', { at })
    .getExists();
}

/** Somebody gave the import up while it was at work. */
export class ImportGivenUp extends Error {
  override readonly name = 'ImportGivenUp';
}

/** Whether nobody has cancelled it, or taken it for dead and taken it up. */
export function isMine(
  manager: EntityManager,
  { id, state, turn }: Pick<ContentImport, 'id' | 'state' | 'turn'>,
): Promise<boolean> {
  return manager.existsBy(ContentImport, { id, state, turn: turn ?? IsNull() });
}

/** @throws ImportGivenUp when it is no longer ours. */
export async function stillMine(manager: EntityManager, job: ContentImport): Promise<void> {
  if (!(await isMine(manager, job))) throw new ImportGivenUp();
}

/**
 * Whether another import has written something since this one was planned, or texts have changed since its rehearsal.
 * One that was interrupted has changed texts itself; what else changed meanwhile it will merge.
 */
export async function isOutdated(
  manager: EntityManager,
  { id, state, beatAt }: ContentImport,
): Promise<boolean> {
  if (state === 'rehearsing') return false;
  if (await importedSince(manager, id, beatAt)) return true;
  return (
    state === 'rehearsed' &&
    manager
      .createQueryBuilder(PointVersion, 'version')
      .innerJoin(ImportFile, 'file', 'file.pointId = version.pointId')
      .where("file.importId = :id AND file.outcome IN ('changed', 'archived')", { id })
      .andWhere('version.createdAt >= :beatAt', { beatAt })
      .getExists()
  );
}
