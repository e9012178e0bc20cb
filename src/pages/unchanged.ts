import { LRUCache } from 'lru-cache';
import type { Stamps } from '../activity/stamps.service.js';
import type { Database } from '../database/database.js';

/** What tells whether something has changed: a commit, or where the engine does not say, an entry in the log. */
export interface ChangeSources {
  database: Pick<Database, 'changeMark'>;
  stamps: Pick<Stamps, 'everything'>;
}

/** Remembers what was read for as long as nothing changes. */
export class Unchanged<T> {
  private mark: number | null = null;
  private readonly known = new LRUCache<string, Promise<T>>({ max: 500 });

  constructor(
    private readonly sources: ChangeSources,
    private readonly load: (key: string) => Promise<T>,
  ) {}

  async get(key: string): Promise<T> {
    const mark = this.sources.database.changeMark() ?? (await this.sources.stamps.everything());
    if (mark !== this.mark) this.known.clear();
    this.mark = mark;
    let value = this.known.get(key);
    if (!value) {
      value = this.load(key);
      this.known.set(key, value);
      value.catch(() => this.known.delete(key));
    }
    return value;
  }
}
