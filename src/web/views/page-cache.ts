import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { SlottedPage } from './slots.js';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
/** Good enough and quick; the best quality would take forty times as long. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

/** A page as it was rendered for a state of the data, and its bytes for visitors who are not signed in. */
export class CachedPage {
  readonly etag: string;
  private plain: Buffer | null = null;
  private readonly compressed: { gzip?: Promise<Buffer>; br?: Promise<Buffer> } = {};

  constructor(
    readonly stamp: string,
    readonly page: SlottedPage,
    /** Fills the holes for a visitor. */
    private readonly forVisitors: () => Promise<string>,
  ) {
    this.etag = etagOf(stamp);
  }

  /** Size for the cache's limit, in bytes, roughly. */
  get size(): number {
    return this.page.reduce((sum, part) => sum + part.length, 0) * 3 + 1;
  }

  /** The visitors' page; compressing happens once, off the main thread. */
  async bytes(encoding: 'br' | 'gzip' | 'identity'): Promise<Buffer> {
    this.plain ??= Buffer.from(await this.forVisitors());
    if (encoding === 'identity') return this.plain;
    this.compressed[encoding] ??=
      encoding === 'gzip' ? gzipped(this.plain, { level: 6 }) : brotlied(this.plain, brotli);
    return this.compressed[encoding];
  }
}

/** The tag of a state, known before anything is rendered. */
export function etagOf(stamp: string): string {
  return `"${createHash('sha256').update(stamp).digest('base64url').slice(0, 22)}"`;
}

/** Rendered pages, each for one state of the data; the least recently read go first. */
export class PageCache {
  private readonly pages = new LRUCache<string, CachedPage>({
    maxSize: 64 * 1024 * 1024,
    sizeCalculation: (page) => page.size,
  });

  /** The page if it was rendered for exactly this state. */
  find(key: string, stamp: string): CachedPage | null {
    const page = this.pages.get(key);
    return page?.stamp === stamp ? page : null;
  }

  keep(key: string, page: CachedPage): void {
    this.pages.set(key, page);
  }
}
