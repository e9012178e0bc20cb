import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Demo } from '../../src/accounts/demo.service.js';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { Invitation } from '../../src/accounts/people/invitation.entity.js';
import { after, day } from '../../src/accounts/periods.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { ContentImport } from '../../src/programme/content-import.service.js';
import { Points } from '../../src/programme/points.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { queriesDuring } from './queries.js';

/** A role of which there will be many, and to whom it is offered. */
const role = { role: 'deputy' as const, personUid: null };
const email = 'jiri.jaros@example.org';

const pages = {
  visitor: [
    '/',
    '/program/kraj',
    '/program/kraj?hledat=slovo',
    '/program/kraj/bod-1',
    '/program/kraj/bod-1/sekce/1',
    '/program/kraj/bod-1/sekce/1/navrh',
    '/program/kraj/bod-1/sekce/1/navrhy?stav=vse',
    '/navrhy/1',
    '/program/kraj/bod-1/autorstvi',
    '/program/kraj/bod-1/vyporadani',
    '/program/kraj/bod-1/vyporadani?vse=1',
    '/moderace',
    '/sitemap.xml',
  ],
  garant: [
    '/muj-ucet',
    '/muj-ucet/prispevky',
    '/muj-ucet/prispevky?co=komentare-bez-odpovedi&program=kraj',
    '/muj-ucet/prispevky?co=hlasy-starsi',
    '/muj-ucet/nastaveni',
    '/muj-ucet/pozvanky',
    '/program/kraj/bod-1',
    '/program/kraj/bod-1/sekce/1',
    '/program/kraj/bod-1/sekce/1/navrhy?razeni=nejnovejsi',
    '/navrhy/1',
    '/garant',
    '/garant/fronta',
  ],
  sprava: [
    '/sprava',
    '/sprava/prehled/kraj',
    '/sprava/lide',
    '/sprava/lide?hledat=o&role=deputy',
    '/sprava/lide/pozvanky',
  ],
};

eachDatabase('the number of queries of a page', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let folder: string;
  let garantId: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(inject('databaseServers').folder, 'queries-'));
    mkdirSync(join(folder, 'kraj'));
    writeFileSync(
      join(folder, 'programmes.yaml'),
      'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n',
    );
    garantId = (await app.application.get(Demo).ensure()).garant;
  });

  test('is the same with 3 rows and with 300', async () => {
    await grow(3);
    const few = await measure();
    await grow(300);
    const many = await measure();
    expect(many).toEqual(few);
    expect(Math.max(...Object.values(few))).toBeLessThan(30);
    expect(Math.min(...Object.values(few))).toBeGreaterThan(0);
  }, 120_000);

  async function measure(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const [reader, paths] of Object.entries(pages)) {
      const cookie = await cookieOf(reader);
      for (const path of paths) {
        const queries = await queriesDuring(app.database, async () => {
          const { status } = await app.http().get(path).set('cookie', cookie);
          expect(`${reader} ${path} ${status}`).toBe(`${reader} ${path} 200`);
        });
        counts[`${reader} ${path}`] = queries.length;
      }
      // So that the next reader finds nothing remembered either.
      await change();
    }
    return counts;
  }

  async function cookieOf(reader: string): Promise<string> {
    const person = demoPeople.find(({ name }) => name === reader);
    return person ? `podnet=${await app.application.get(Demo).signIn(person, 'test')}` : '';
  }

  /** As many points, and as many comments, suggestions and votes on the first section of the first point, and on its first suggestion. */
  async function grow(rows: number): Promise<void> {
    for (let number = 1; number <= rows; number += 1) {
      const header = `campaignCategoryUid: kraj\nuid: b${number}\norder: ${number}\ntitle: Bod ${number}\ngarant: jiri.jaros`;
      const body = `## První\nJedno slovo o bodu ${number}.\n\n## Druhá\nDruhé slovo o bodu ${number}.`;
      writeFileSync(join(folder, 'kraj', `bod-${number}.md`), `---\n${header}\n---\n${body}\n`);
    }
    await app.application.get(ContentImport).run(folder, null);
    await say(rows);
    await change();
  }

  async function say(rows: number): Promise<void> {
    const context = await app.application.get(Points).findSection('kraj', 'bod-1', 1);
    if (!context) throw new Error('not imported');
    const { sectionId, revisionId } = context.section;
    const pointId = context.point.id;
    const at = now();
    const start = await app.database.read.count(Suggestion);
    const numbers = Array.from({ length: rows - start }, (_, index) => start + index + 1);
    const accounts = numbers.map((number) => account(number, at));
    await app.database.write(async (manager) => {
      await manager.insert(Account, accounts);
      await manager.insert(
        RoleGrant,
        accounts.map(({ id }) => ({ ...role, pointId, id: newId(), accountId: id, grantedAt: at })),
      );
      await manager.insert(
        Invitation,
        accounts.map(() => ({ ...role, pointId, id: newId(), email, createdAt: at, expiresAt: after(day) })),
      );
      await manager.insert(
        Comment,
        numbers.map((number) => comment(number, { sectionId, revisionId, authorId: garantId, at })),
      );
      await manager.insert(
        Suggestion,
        numbers.map((number) => suggestion(number, { sectionId, revisionId, authorId: garantId, at })),
      );
      await manager.insert(
        Vote,
        accounts.map(({ id: accountId }) => vote({ sectionId, revisionId, authorId: accountId, at })),
      );
      const { id: suggestionId } = await manager.findOneByOrFail(Suggestion, { number: 1 });
      const onSuggestion = { sectionId: null, revisionId: null, suggestionId };
      await manager.insert(
        Comment,
        numbers.map((number) => ({
          ...comment(number, { sectionId, revisionId, authorId: garantId, at }),
          ...onSuggestion,
        })),
      );
      await manager.insert(
        Vote,
        accounts.map(({ id: accountId }) => ({
          ...vote({ sectionId, revisionId, authorId: accountId, at }),
          ...onSuggestion,
          value: 'support' as const,
          wordingNumber: 1,
        })),
      );
    });
  }

  /** Something happens to everything, so that no page is known. */
  async function change(): Promise<void> {
    const context = await app.application.get(Points).find('kraj', 'bod-1');
    await app.database.write((manager) =>
      new ActivityLog().record(manager, {
        actorId: null,
        verb: 'programme.changed',
        subjectType: 'test',
        subjectId: newId(),
        programmeId: context?.programme.id,
        pointId: context?.point.id,
      }),
    );
  }
});

interface Place {
  sectionId: string;
  revisionId: string;
  authorId: string;
  at: string;
}

function account(number: number, createdAt: string): Account {
  const name = `Občan ${number}`;
  const rest = { locale: 'cs', createdAt, bannedAt: null, erasedAt: null };
  return { id: newId(), email: `o${number}@example.org`, publicName: name, nameSkeleton: name, ...rest };
}

function comment(number: number, { sectionId, revisionId, authorId, at }: Place): Comment {
  return {
    id: newId(),
    sectionId,
    suggestionId: null,
    number,
    revisionId,
    parentId: null,
    authorId,
    voice: 'citizen',
    body: `Komentář ${number}`,
    createdAt: at,
    dedupeKey: null,
    handledAt: null,
    handledById: null,
    hiddenAt: null,
  };
}

function suggestion(number: number, { sectionId, revisionId, authorId, at }: Place): Suggestion {
  return {
    id: newId(),
    number,
    sectionId,
    baseRevisionId: revisionId,
    kind: 'reword',
    heading: 'První',
    body: `Jedno lepší slovo ${number}.`,
    reason: 'Protože je lepší.',
    authorId,
    creditAgreedAt: null,
    state: 'open',
    createdAt: at,
    dedupeKey: null,
    statement: null,
    decidedById: null,
    decidedAt: null,
    versionId: null,
    resultRevisionId: null,
    overtakenById: null,
    stance: null,
    standing: 'fits',
    wordingNumber: 1,
    supports: 0,
    opposes: 0,
  };
}

function vote({ sectionId, revisionId, authorId, at }: Place): Vote {
  return {
    id: newId(),
    accountId: authorId,
    sectionId,
    suggestionId: null,
    commentId: null,
    wordingNumber: null,
    revisionId,
    value: 'agree',
    createdAt: at,
    changedAt: at,
  };
}
