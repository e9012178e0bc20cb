import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database } from '../database/database.js';
import { Activity } from './activity.entity.js';

/** Subject of an entry that changes a public name: names stand on many pages, so all of them look at it. */
export const publicNames = { subjectType: 'names', subjectId: 'public-names' } as const;

/**
 * Names the state of what a page shows by the number of the last thing that happened to it. Every change of state has
 * an activity entry, so a page whose stamp has not moved has not changed.
 */
@Injectable()
export class Stamps {
  private mark: number | null = null;
  private known = new Map<string, Promise<number>>();

  constructor(private readonly database: Database) {}

  /** Of everything. */
  everything(): Promise<number> {
    return this.latest('*', {});
  }

  /** Of a programme with all its points. */
  programme(programmeId: string): Promise<number> {
    return this.latest(`programme:${programmeId}`, { programmeId });
  }

  /** Of a point, of its programme's own settings, and of the names that people go by. */
  async point(pointId: string, programmeId: string): Promise<string> {
    const own = this.latest(`point:${pointId}`, { pointId });
    const settings = this.latest(`settings:${programmeId}`, { programmeId, pointId: IsNull() });
    const names = this.latest('names', { subjectId: publicNames.subjectId });
    return `${await own}.${await settings}.${await names}`;
  }

  private latest(key: string, where: object): Promise<number> {
    this.forgetWhenChanged();
    let stamp = this.known.get(key);
    if (!stamp) {
      stamp = this.query(where);
      const { known } = this;
      known.set(key, stamp);
      stamp.catch(() => known.delete(key));
    }
    return stamp;
  }

  private forgetWhenChanged(): void {
    const mark = this.database.changeMark();
    if (mark !== null && mark === this.mark) return;
    this.mark = mark;
    this.known = new Map();
  }

  private async query(where: object): Promise<number> {
    const [last] = await this.database.read.find(Activity, {
      select: { number: true },
      where,
      order: { number: 'DESC' },
      take: 1,
    });
    return last?.number ?? 0;
  }
}
