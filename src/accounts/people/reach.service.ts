import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RoleScope } from '../roles.service.js';

/** Something that garants answer for: all points of a person, or one point. */
export interface Reach {
  /** `person:UID` or `point:PROGRAMME/SLUG`, as forms send it. */
  value: string;
  scope: RoleScope;
  /** Name of the person, or title of the point. */
  label: string;
}

/**
 * What roles can reach. People and points of the content belong to a later module; their tables are read by name.
 */
@Injectable()
export class Reaches {
  /** People first, each in the order of their names; three queries. */
  async all(manager: EntityManager): Promise<Reach[]> {
    // One after another: within a write there is one connection.
    const people = await this.people(manager);
    const named = await this.named(manager);
    const points = await this.points(manager);
    const known = new Set(people.map(({ uid }) => uid));
    const unknown = named.filter(({ uid }) => !known.has(uid)).map(({ uid }) => ({ uid, name: uid }));
    return [
      ...[...people, ...unknown].map(({ uid, name }) => ({
        value: `person:${uid}`,
        scope: { personUid: uid },
        label: name,
      })),
      ...points.map(({ id, programme, slug, title }) => ({
        value: `point:${programme}/${slug}`,
        scope: { pointId: id },
        label: title,
      })),
    ];
  }

  /** The person's name or the point's title; null for what reaches everything, the uid for a person nobody knows. */
  async labelOf(
    manager: EntityManager,
    { personUid, pointId }: { personUid: string | null; pointId: string | null },
  ): Promise<string | null> {
    if (personUid === null && pointId === null) return null;
    const reach = (await this.all(manager)).find(({ scope }) =>
      personUid === null ? scope.pointId === pointId : scope.personUid === personUid,
    );
    return reach?.label ?? personUid;
  }

  private people(manager: EntityManager): Promise<{ uid: string; name: string }[]> {
    return manager
      .createQueryBuilder()
      .select(['person.uid AS "uid"', 'person.name AS "name"'])
      .from('Person', 'person')
      .orderBy('person.name')
      .getRawMany();
  }

  /** Points may name a garant whom `people/` does not know. */
  private named(manager: EntityManager): Promise<{ uid: string }[]> {
    return manager
      .createQueryBuilder()
      .select('named.personUid', 'uid')
      .distinct(true)
      .from('PointGarant', 'named')
      .orderBy('named.personUid')
      .getRawMany();
  }

  private points(
    manager: EntityManager,
  ): Promise<{ id: string; programme: string; slug: string; title: string }[]> {
    return manager
      .createQueryBuilder()
      .select([
        'point.id AS "id"',
        'programme.uid AS "programme"',
        'point.slug AS "slug"',
        'point.title AS "title"',
      ])
      .from('Point', 'point')
      .innerJoin('Programme', 'programme', 'programme.id = point.programmeId')
      .where('point.archivedAt IS NULL')
      .orderBy('programme.position')
      .addOrderBy('point.position')
      .addOrderBy('point.id')
      .getRawMany();
  }
}
