import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import { Database } from '../../database/database.js';
import { now } from '../../database/time.js';
import { breathe } from '../content/slices.js';
import type { ContentImport } from '../content-import.entity.js';
import { ImportFile } from '../import-file.entity.js';
import { SettingsImport } from '../settings-import.service.js';
import { GroupImport, PlanOutdated } from './group-import.service.js';
import type { Heart } from './heart.js';
import { change, stillMine } from './job-state.js';
import type { ImportPlan } from './planner.service.js';
import { forgetGone, noteOutcomes, positionsOf } from './stored-files.js';
import type { PlannedFile } from './tree-plan.js';

/** How often an import is planned anew because the text moved on while it ran. */
const mostAttempts = 20;
/** Files noted in one write, which must not hold up others for long. */
const chunk = 25;

/** What writing an import needs beside its plan. */
export interface WritingHelp {
  /** Plans it anew, when the text moved on meanwhile. */
  replan(): Promise<ImportPlan>;
  onFile?: ((done: number, total: number) => void) | undefined;
}

/** Writes what was planned: the outcome of each file, or the texts themselves. */
@Injectable()
export class ImportWriter {
  constructor(
    private readonly database: Database,
    private readonly groups: GroupImport,
    private readonly settings: SettingsImport,
  ) {}

  /** Notes what becomes of each file, a few at a time. @throws ImportGivenUp when the import is no longer ours. */
  async note(job: ContentImport, files: readonly PlannedFile[], heart: Heart): Promise<void> {
    await this.database.write((manager) => forgetGone(manager, job.id));
    const positions = await positionsOf(this.database.read, job.id);
    for (let from = 0; from < files.length; from += chunk) {
      await this.database.write(async (manager) => {
        await stillMine(manager, job);
        await noteOutcomes(manager, job.id, files.slice(from, from + chunk), positions);
      });
      await breathe(heart.signal);
    }
  }

  /**
   * Writes settings and texts: one write for each file, or for files that exchange sections.
   * @throws ImportGivenUp when the import is no longer ours.
   */
  async write(job: ContentImport, planned: ImportPlan, heart: Heart, help: WritingHelp): Promise<void> {
    let plan = planned;
    const positions = await positionsOf(this.database.read, job.id);
    await this.writeSettings(job, plan);
    for (let attempt = 1; ; attempt++) {
      try {
        await this.writeGroups(job, plan, positions, heart, help);
        break;
      } catch (error) {
        if (!(error instanceof PlanOutdated) || attempt >= mostAttempts) throw error;
        // Somebody accepted a suggestion or edited a text meanwhile: what is written already is unchanged by now.
        plan = await help.replan();
      }
    }
  }

  private async writeSettings(job: ContentImport, { tree }: ImportPlan): Promise<void> {
    await this.database.write(async (manager) => {
      await stillMine(manager, job);
      await change(manager, job.id, { beatAt: now() });
      await this.settings.programmes(manager, tree, job.actorId);
    });
    await this.database.write(async (manager) => {
      await stillMine(manager, job);
      await this.settings.people(manager, tree.people, job.actorId);
    });
  }

  private async writeGroups(
    job: ContentImport,
    { groups }: ImportPlan,
    positions: Map<string, number>,
    heart: Heart,
    { onFile }: WritingHelp,
  ): Promise<void> {
    let left = groups.reduce((sum, group) => sum + group.length, 0);
    for (const group of groups) {
      left -= group.length;
      heart.done = Math.max(0, job.total - left);
      await this.database.write(async (manager) => {
        await stillMine(manager, job);
        const changing = group.filter(({ outcome }) => outcome !== 'unchanged');
        const run = { importId: job.id, actorId: job.actorId };
        const pointIds = await this.groups.write(manager, changing, run);
        await noteOutcomes(manager, job.id, changing, positions);
        await this.notePoints(manager, job.id, pointIds, positions);
        await change(manager, job.id, { done: heart.done, beatAt: now() });
      });
      onFile?.(heart.done, job.total);
      await breathe(heart.signal);
    }
  }

  /** New points have an id only now. */
  private async notePoints(
    manager: EntityManager,
    importId: string,
    pointIds: ReadonlyMap<string, string>,
    positions: ReadonlyMap<string, number>,
  ): Promise<void> {
    for (const [path, pointId] of pointIds) {
      const position = positions.get(path) ?? -1;
      await manager.update(ImportFile, { importId, position, pointId: IsNull() }, { pointId });
    }
  }
}
