import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { projectRoot } from '../ops/paths.js';

const folder = join(projectRoot, 'public');

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
};

/** A file of `public/`, ready to be sent. */
export interface Asset {
  type: string;
  plain: Buffer;
  gzip: Buffer | null;
  brotli: Buffer | null;
}

/**
 * The files of `public/`, kept in memory and compressed once. Their addresses carry one hash over all of them, so that
 * they can be cached for ever and ES modules find one another by relative paths.
 */
export class Assets {
  private files: Map<string, Asset>;
  /** First characters of the hash over all files; changes when any does. */
  version: string;

  constructor(private readonly compress: boolean) {
    this.refresh();
  }

  /** Reads the files anew. */
  refresh(): void {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => name.split(sep).join('/'))
      .sort();
    const hash = createHash('sha256');
    this.files = new Map();
    for (const name of names) {
      const plain = name === 'css/site.css' ? bundleCss() : readFileSync(join(folder, name));
      hash.update(name).update(plain);
      this.files.set(`/${name}`, this.prepare(name, plain));
    }
    this.version = hash.digest('hex').slice(0, 10);
  }

  private prepare(name: string, plain: Buffer): Asset {
    const ending = name.slice(name.lastIndexOf('.') + 1);
    const text = ['css', 'js', 'svg', 'txt'].includes(ending) && this.compress;
    return {
      type: types[ending] ?? 'application/octet-stream',
      plain,
      gzip: text ? gzipSync(plain, { level: 9 }) : null,
      brotli: text ? brotliCompressSync(plain) : null,
    };
  }

  /** Address of a file given by its path below `public/`, such as `/css/site.css`. */
  address(path: string): string {
    if (!this.files.has(path)) throw new Error(`No file public${path}`);
    return `/assets/${this.version}${path}`;
  }

  /** True when there is such a file below `public/`. */
  has(path: string): boolean {
    return this.files.has(path);
  }

  /** The file at a path below `public/`, or null. */
  find(path: string): Asset | null {
    return this.files.get(path) ?? null;
  }
}

/** The style sheet with its imports put in place, so that a page needs one request for it. */
function bundleCss(): Buffer {
  const site = readFileSync(join(folder, 'css', 'site.css'), 'utf8');
  const bundled = site.replace(
    /@import\s+(?:url\()?['"]\.?\/?([\w./-]+)['"]\)?(?:\s+layer\(([\w.-]+)\))?\s*;/g,
    (_, file: string, layer?: string) => {
      const css = readFileSync(join(folder, 'css', file), 'utf8');
      return layer ? `@layer ${layer} {\n${css}\n}` : css;
    },
  );
  return Buffer.from(stripComments(bundled));
}

const stripComments = (css: string): string =>
  css.replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '').replace(/\n\s*\n/g, '\n');
