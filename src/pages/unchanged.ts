import { LRUCache } from 'lru-cache';
import type { Database } from '../database/database.js';

/**
 * Remembers what was read for as long as nothing is committed. An engine that cannot tell whether something was
 * remembers nothing.
 */
export class Unchanged<T> {
  private mark: number | null = null;
  private readonly known = new LRUCache<string, Promise<T>>({ max: 500 });

  constructor(
    private readonly database: Pick<Database, 'changeMark'>,
    private readonly load: (key: string) => Promise<T>,
  ) {}

  get(key: string): Promise<T> {
    const mark = this.database.changeMark();
    if (mark === null) return this.load(key);
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
