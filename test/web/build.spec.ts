import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildId } from '../../src/web/build.js';

describe('buildId', () => {
  let root: string;

  const put = (path: string, text: string) => writeFileSync(join(root, path), text);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'podnet-build-'));
    mkdirSync(join(root, 'views', 'pages'), { recursive: true });
    mkdirSync(join(root, 'locales', 'cs'), { recursive: true });
    put('views/pages/home.hbs', '<h1>{{title}}</h1>');
    put('locales/cs/pages.json', '{}');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('is the same for the same program', () => {
    expect(buildId(root)).toBe(buildId(root));
  });

  it.each(['views/pages/home.hbs', 'locales/cs/pages.json', 'views/new.hbs'])(
    'is another when %s changes',
    (path) => {
      const before = buildId(root);
      put(path, 'changed');
      expect(buildId(root)).not.toBe(before);
    },
  );
});
