import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/ops/config.js';
import { dateInPrague, newestInForce, parseText } from '../../../src/web/texts/site-text.js';
import { SiteTexts } from '../../../src/web/texts/site-texts.service.js';

describe('A text of the site', () => {
  it('begins with its title, and may say before it what is new', () => {
    expect(parseText('# Pravidla\n\nBuďme slušní.\n')).toEqual({
      title: 'Pravidla',
      changes: null,
      body: '\nBuďme slušní.\n',
    });
    const { title, changes } = parseText(
      '---\r\nchanges: Nově i po telefonu.\r\n---\r\n\r\n# Pravidla\r\nText',
    );
    expect({ title, changes }).toEqual({ title: 'Pravidla', changes: 'Nově i po telefonu.' });
  });

  it('applies from the day it is named by', () => {
    const versions = ['2027-03-01', '2026-11-22b', '2026-11-22', '2026-01-01'];
    expect(newestInForce(versions, '2027-02-28')).toBe('2026-11-22b');
    expect(newestInForce(versions, '2027-03-01')).toBe('2027-03-01');
    expect(newestInForce(versions, '2026-11-21')).toBe('2026-01-01');
    expect(newestInForce(versions, '2025-01-01')).toBe('2026-01-01');
  });

  it('changes at midnight in Prague', () => {
    expect(dateInPrague(new Date('2027-02-28T22:59:59Z'))).toBe('2027-02-28');
    expect(dateInPrague(new Date('2027-02-28T23:00:00Z'))).toBe('2027-03-01');
  });
});

describe("An operator's own texts", () => {
  const folders: string[] = [];
  const texts = (files: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), 'texts-'));
    folders.push(folder);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return new SiteTexts(readConfig({ NODE_ENV: 'test', DEMO: 'true', TEXTS_DIR: folder }));
  };
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it('stand in place of ours, all versions of them, and the rest stays', () => {
    const own = texts({
      'cs/podminky/2026-01-01.md': '# Naše první pravidla\n',
      'en/podminky/2026-01-01.md': '# Our first rules\n',
      'cs/podminky/2999-01-01.md': '# Naše příští pravidla\n',
      'en/podminky/2999-01-01.md': '# Our next rules\n',
    });
    expect(own.versionsOf('podminky')).toEqual(['2999-01-01', '2026-01-01']);
    expect(own.read('cs', 'podminky')?.title).toBe('Naše první pravidla');
    expect(own.read('en', 'podminky', '2999-01-01')?.title).toBe('Our next rules');
    expect(own.read('cs', 'podminky', '2026-11-22')).toBeNull();
    expect(own.read('cs', 'soukromi')?.title).toBe('Soukromí');
    expect(own.read('cs', 'napoveda')?.title).toBe('Jak to funguje');
  });

  it('are refused at start when a version lacks one of the languages', () => {
    expect(() =>
      texts({ 'cs/souhlas/2026-01-01.md': '# Souhlas\n', 'en/souhlas/2026-02-01.md': '# Consent\n' }),
    ).toThrow(/souhlas\/2026-0[12]-01\.md/);
  });

  it('never read what lies elsewhere', () => {
    const own = texts({});
    expect(own.read('cs', 'podminky', '../../../package')).toBeNull();
  });
});
