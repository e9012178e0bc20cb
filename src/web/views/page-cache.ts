import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { type EncodedPage, encodeTexts, fillEncoded, type Slots, type SlottedPage } from './slots.js';
import type { Encoding } from './visitor-answer.js';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
/** Good enough and quick; the best quality would take forty times as long. */
const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

/** A page as it was rendered for a state of the data, and its bytes for visitors who are not signed in. */
export class CachedPage {
  readonly etag: string;
  private texts: EncodedPage | null = null;
  private readonly made: { [encoding in Encoding]?: Promise<Buffer> } = {};
  private readonly bytesReady: { [encoding in Encoding]?: Buffer } = {};

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
    return this.page.reduce((sum, part) => sum + part.length, 0) * 4 + 1;
  }

  /** The page of one reader. */
  filled(slots: Slots): Buffer {
    this.texts ??= encodeTexts(this.page);
    return fillEncoded(this.texts, slots);
  }

  /** The visitors' page; compressing happens once, off the main thread. */
  bytes(encoding: Encoding): Promise<Buffer> {
    this.made[encoding] ??= this.make(encoding);
    return this.made[encoding];
  }

  /** The same without waiting; null until `bytes` was asked for it once. */
  ready(encoding: Encoding): Buffer | null {
    return this.bytesReady[encoding] ?? null;
  }

  private async make(encoding: Encoding): Promise<Buffer> {
    try {
      const bytes = await this.encoded(encoding);
      this.bytesReady[encoding] = bytes;
      return bytes;
    } catch (error) {
      // The next reader tries again.
      this.made[encoding] = undefined;
      throw error;
    }
  }

  private async encoded(encoding: Encoding): Promise<Buffer> {
    if (encoding === 'identity') return Buffer.from(await this.forVisitors());
    const plain = await this.bytes('identity');
    return encoding === 'gzip' ? gzipped(plain, { level: 6 }) : brotlied(plain, brotli);
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

  clear(): void {
    this.pages.clear();
  }

  keep(key: string, page: CachedPage): void {
    this.pages.set(key, page);
  }
}
