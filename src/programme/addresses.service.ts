import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { FormerPointAddress } from './former-point-address.entity.js';
import { FormerSectionNumber } from './former-section-number.entity.js';
import { pointPath, sectionPath } from './paths.js';
import { Point } from './point.entity.js';
import { Programme } from './programme.entity.js';
import { Section } from './section.entity.js';

/** Finds what has moved since an address was given to it. */
@Injectable()
export class Addresses {
  constructor(private readonly database: Database) {}

  /** Present path, without language, of a point that once had this one; null when none had. */
  async ofPoint(programmeUid: string, slug: string): Promise<string | null> {
    const row = await this.database.read
      .createQueryBuilder(FormerPointAddress, 'former')
      .innerJoin(Programme, 'was', 'was.id = former.programmeId AND was.uid = :programmeUid', {
        programmeUid,
      })
      .innerJoin(Point, 'point', 'point.id = former.pointId')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .select('programme.uid', 'programmeUid')
      .addSelect('point.slug', 'slug')
      .where('former.slug = :slug', { slug })
      .getRawOne<{ programmeUid: string; slug: string }>();
    return row ? pointPath(row.programmeUid, row.slug) : null;
  }

  /** Present path, without language, of a section that once had this number in a point; null when none had. */
  async ofSection(pointId: string, number: number): Promise<string | null> {
    const row = await this.database.read
      .createQueryBuilder(FormerSectionNumber, 'former')
      .innerJoin(Section, 'section', 'section.id = former.sectionId')
      .innerJoin(Point, 'point', 'point.id = section.pointId')
      .innerJoin(Programme, 'programme', 'programme.id = point.programmeId')
      .select('programme.uid', 'programmeUid')
      .addSelect('point.slug', 'slug')
      .addSelect('section.number', 'number')
      .where({ pointId, number })
      .getRawOne<{ programmeUid: string; slug: string; number: number }>();
    return row ? sectionPath(row.programmeUid, row.slug, row.number) : null;
  }
}
