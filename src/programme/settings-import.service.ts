import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActivityLog } from '../activity/activity-log.service.js';
import { newId } from '../database/id.js';
import type { PersonContent } from './content/people.js';
import type { PointContent } from './content/point.js';
import type { ProgrammeContent } from './content/programmes.js';
import type { ContentTree } from './content/tree.js';
import { Person } from './person.entity.js';
import { Programme } from './programme.entity.js';

/** What an import would do to programmes and people, each by uid. */
export interface SettingsPlan {
  programmes: Map<string, SettingsOutcome>;
  people: Map<string, SettingsOutcome>;
}

/** What becomes of a programme or a person. */
export type SettingsOutcome = 'new' | 'changed' | 'unchanged';

/** Brings what `programmes.yaml` and `people/` say into the database; only what has changed is written. */
@Injectable()
export class SettingsImport {
  constructor(private readonly activity: ActivityLog) {}

  /** Finds out what an import would do; writes nothing. */
  async plan(manager: EntityManager, tree: ContentTree): Promise<SettingsPlan> {
    const programmes = new Map(
      (await manager.find(Programme)).map((programme) => [programme.uid, programme]),
    );
    const people = new Map((await manager.find(Person)).map((person) => [person.uid, person]));
    return {
      programmes: new Map(
        tree.programmes.map((content) => [
          content.uid,
          outcomeOf(programmes.get(content.uid), programmeRow(content)),
        ]),
      ),
      people: new Map(
        tree.people.map((person) => [person.uid, outcomeOf(people.get(person.uid), personRow(person))]),
      ),
    };
  }

  /** Programmes of the settings, and those that only points name. */
  async programmes(manager: EntityManager, tree: ContentTree, actorId: string | null): Promise<void> {
    const wanted = new Map<string, ProgrammeContent>(
      tree.programmes.map((programme) => [programme.uid, programme]),
    );
    const known = new Map((await manager.find(Programme)).map((programme) => [programme.uid, programme]));
    for (const file of tree.files) {
      if (file.status !== 'imported' || wanted.has(file.point.programme) || known.has(file.point.programme))
        continue;
      wanted.set(file.point.programme, unannounced(file.point, wanted.size));
    }
    for (const content of wanted.values()) {
      const row = programmeRow(content);
      const old = known.get(content.uid);
      if (old && hasSame(old, row)) continue;
      const id = old?.id ?? newId();
      if (old) await manager.update(Programme, { id }, row);
      else await manager.insert(Programme, { id, ...row });
      await this.activity.record(manager, {
        actorId,
        verb: old ? 'programme.changed' : 'programme.imported',
        subjectType: 'programme',
        subjectId: id,
        programmeId: id,
      });
    }
  }

  /** People; every programme may name them as garants, so all of them have changed with them. */
  async people(manager: EntityManager, people: PersonContent[], actorId: string | null): Promise<void> {
    const known = new Map((await manager.find(Person)).map((person) => [person.uid, person]));
    let changed = false;
    for (const person of people) {
      const row = personRow(person);
      const old = known.get(row.uid);
      if (old && hasSame(old, row)) continue;
      changed = true;
      if (old) await manager.update(Person, { id: old.id }, row);
      else await manager.insert(Person, { id: newId(), ...row });
    }
    if (!changed) return;
    for (const programme of await manager.find(Programme)) {
      const subject = { subjectType: 'programme', subjectId: programme.id, programmeId: programme.id };
      await this.activity.record(manager, { actorId, verb: 'people.imported', ...subject });
    }
  }
}

/** A programme that only its points know: shown under its uid, with no consultation. */
function unannounced(point: PointContent, position: number): ProgrammeContent {
  return {
    uid: point.programme,
    title: point.programme,
    group: point.group,
    groupTitle: null,
    lead: null,
    opens: null,
    closes: null,
    settled: null,
    votesShown: 'after-vote',
    contact: null,
    position,
  };
}

function programmeRow(content: ProgrammeContent): Omit<Programme, 'id'> {
  const { uid, title, groupTitle, lead, votesShown, contact, position } = content;
  const dates = { opensAt: content.opens, closesAt: content.closes, settledAt: content.settled };
  return { uid, groupUid: content.group, groupTitle, title, lead, votesShown, contact, position, ...dates };
}

function personRow({ uid, name, img, mail }: PersonContent): Omit<Person, 'id'> {
  return { uid, name, img, email: mail };
}

function outcomeOf(old: object | undefined, row: object): SettingsOutcome {
  if (!old) return 'new';
  return hasSame(old, row) ? 'unchanged' : 'changed';
}

function hasSame(old: object, row: object): boolean {
  const known = old as Record<string, unknown>;
  return Object.entries(row).every(([name, value]) => known[name] === value);
}
