import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { inject, vi } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { contentExport } from '../../src/cli/content-export.js';
import { runCommandLine } from '../../src/cli/run.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { ContentImport } from '../../src/programme/content-import.service.js';
import { Points } from '../../src/programme/points.service.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import type { Viewer } from '../../src/web/viewer.js';
import type { TestApplication } from '../support/application.js';
import type { TestDatabase } from '../support/databases.js';

const header = (title: string) => `campaignCategoryUid: kraj\nuid: ${title}\ntitle: ${title}  # jméno`;

/** Files in the styles that editors have. */
export const files: Record<string, string> = {
  'programmes.yaml':
    'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n    closes: 2199-01-01\n',
  'people/jana.md': '---\nuid: jana\nname: Jana\n---\n',
  'kraj/doprava.md': `---\n${header('doprava')}\ngarant: jana\n---\n\nÚvodem.\n\n## Vlaky\n\nJezdí každou hodinu.\n\n## Silnice\n\nOpravíme je.\n`,
  'kraj/školy.md': `\ufeff---\r\n${header('skoly')}\r\n# nikdo: zatím\r\n---\r\n**Mateřské**\r\nMísto pro každého.\r\n\r\n**Základní:**<br>\r\nDobré.\r\n`,
  'kraj/voda.md': `---\n${header('voda')}\n---\nJen text bez nadpisů.`,
};

/** A new folder in the tests' own, with some files in it. */
export function folderOf(content: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(inject('databaseServers').folder, 'export-'));
  for (const [path, text] of Object.entries(content)) put(folder, path, text);
  return folder;
}

export function put(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Null where there is none. */
export function textIn(folder: string, path: string): string | null {
  return existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : null;
}

/** Runs `content export` and gives its exit status and what it printed. */
export async function runExport(database: TestDatabase, ...args: string[]) {
  const written = { out: '', err: '' };
  const to = (stream: 'out' | 'err') => (text: string | Uint8Array) => {
    written[stream] += String(text);
    return true;
  };
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('BASE_URL', 'https://podnet.example.org');
  vi.spyOn(process.stdout, 'write').mockImplementation(to('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(to('err'));
  try {
    const program = new Command('podnet').addCommand(contentExport());
    const status = await runCommandLine(program, ['node', 'cli', 'export', ...args]);
    return { status, ...written };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}

/** What people do with the text, without pages. */
export function acting(app: TestApplication) {
  const get = <T>(service: new (...args: never[]) => T): T => app.application.get<T>(service);
  const section = async (slug: string, number: number) => {
    const found = await get(Points).findSection('kraj', slug, number);
    if (!found) throw new Error(`There is no section ${number} in ${slug}`);
    return found.section;
  };
  const account = async (publicName: string) => {
    const id = newId();
    await app.database.write((manager) =>
      manager.insert(Account, {
        id,
        email: `${id}@example.org`,
        publicName,
        nameSkeleton: publicName.toLowerCase().slice(0, 60),
        locale: 'cs',
        createdAt: now(),
        bannedAt: null,
        erasedAt: null,
      }),
    );
    return id;
  };
  let garant: Viewer | null = null;
  const viewer = async () => {
    garant ??= {
      accountId: await account('Jana <Nová>'),
      publicName: 'Jana',
      isStaff: true,
      isAdmin: false,
      garantOf: { pointIds: [], personUids: ['jana'] },
    } as unknown as Viewer;
    return garant;
  };
  return {
    section,
    account,
    sections: async (slug: string) => {
      const found = await get(Points).find('kraj', slug);
      return found ? get(Points).sections(found.point) : [];
    },
    import: (folder: string) => get(ContentImport).run(folder, null),
    suggest: async (slug: string, number: number, proposal: Proposal, more: object = {}) => {
      const { sectionId } = await section(slug, number);
      const authorId = await account('Eva');
      const fresh = { sectionId, authorId, proposal, reason: 'Lidé to potřebují.\nA hned.', ...more };
      return app.database.write((manager) => get(Suggestions).publish(manager, fresh));
    },
    accept: async (number: number) => {
      const by = await viewer();
      const everywhere = { ...by, garantOf: { ...by.garantOf, pointIds: await allPoints() } };
      return app.database.write((manager) =>
        get(Acceptances).accept(manager, { number, viewer: everywhere, statement: null }),
      );
    },
    edit: async (slug: string, number: number, body: string, note = 'Zpřesnění.') => {
      const { sectionId, revisionId, heading } = await section(slug, number);
      const by = await viewer();
      return app.database.write((manager) =>
        get(Edits).edit(manager, {
          sectionId,
          revisionId,
          wording: { heading, body },
          note,
          minor: false,
          viewer: by,
        }),
      );
    },
    viewer,
  };

  async function allPoints(): Promise<string[]> {
    const programme = await get(Points).programme('kraj');
    return programme ? (await get(Points).ofProgramme(programme)).map(({ point }) => point.id) : [];
  }
}
