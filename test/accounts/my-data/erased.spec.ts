import type supertest from 'supertest';
import { beforeAll, expect, test } from 'vitest';
import { Account } from '../../../src/accounts/account.entity.js';
import { Consent } from '../../../src/accounts/consent.entity.js';
import { DataExports } from '../../../src/accounts/my-data/data-exports.service.js';
import { Erasures } from '../../../src/accounts/my-data/erasures.service.js';
import { ActivityLog } from '../../../src/activity/activity-log.service.js';
import { Comment } from '../../../src/feedback/comment.entity.js';
import { Vote } from '../../../src/feedback/vote.entity.js';
import { Votes } from '../../../src/feedback/votes.service.js';
import { Point } from '../../../src/programme/point.entity.js';
import { textStates } from '../../../src/suggestions/export/text-states.js';
import { Suggestion } from '../../../src/suggestions/suggestion.entity.js';
import { deskWorld } from '../../moderation/desk-world.js';
import { wrongCounters, wrongHistories, wrongStandings } from '../../suggestions/consultation-laws.js';
import { eachDatabase } from '../../support/databases.js';
import { KeptLog } from '../../support/logs.js';
import { signedIn } from '../../support/signed-in.js';
import { leftWrong, neverFilled, type TheirRows, theirRows, untoldIn, wordless } from './declared.js';
import {
  accepted,
  everythingStored,
  filesOf,
  type Leaver,
  leave,
  leaver,
  rare,
  statisticsOf,
  words,
} from './leaver.js';

for (const choice of ['keep', 'remove'] as const)
  eachDatabase(`somebody who left and chose to ${choice} their words`, (database) => {
    const log = new KeptLog();
    const here = deskWorld(database, { LOG_LEVEL: 'trace' }, log);
    let gone: Leaver;
    let pages: [path: string, as: 'visitor' | 'garant'][];
    let theirs: TheirRows;
    let exported: unknown;

    const tags = new Map<string, string>();
    /** Also as a browser that has been there before: nothing may tell it that its copy is still good. */
    const readAll = async () => {
      const texts: string[] = [];
      for (const [path, as] of pages) {
        const request = here.get(path, as === 'garant' ? gone.garant : undefined) as supertest.Test;
        const { status, text, headers } = await request.set('if-none-match', tags.get(path) ?? '"none"');
        expect([path, status]).toEqual([path, 200]);
        texts.push(text);
        if (headers.etag) tags.set(path, headers.etag);
      }
      return texts.join('\n');
    };

    /** Of what staff may look for, that which finds the person. */
    const foundByStaff = async (id: string) => {
      const found: string[] = [];
      for (const search of [rare.name, gone.person.email]) {
        const { text } = await here.get(`/sprava/lide?hledat=${encodeURIComponent(search)}`, gone.garant);
        if (text.includes(`/sprava/lide/${id}`)) found.push(search);
      }
      return found;
    };

    beforeAll(async () => {
      gone = await leaver(here);
      await here.makeStaff(gone.garant);
      const { waiting, declined, adapted, accepted: taken, supported } = gone.numbers;
      pages = [
        ...['', '/sekce/1', '/sekce/2', '/sekce/3', '/verze', '/verze/2', '/vyporadani', '/autorstvi'].map(
          (rest): [string, 'visitor'] => [here.path + rest, 'visitor'],
        ),
        ...[waiting, declined, adapted, taken, supported].map((number): [string, 'visitor'] => [
          `/navrhy/${number}`,
          'visitor',
        ]),
        ['/', 'visitor'],
        ['/moderace', 'visitor'],
        ['/program/zkusebni', 'visitor'],
        ['/garant/fronta', 'garant'],
        [`/garant/navrhy/${declined}`, 'garant'],
        [`/garant/komentare/${gone.answeredId}`, 'garant'],
        ['/sprava', 'garant'],
        ['/sprava/prehled/zkusebni', 'garant'],
        ['/sprava/vystupy/zkusebni.csv', 'garant'],
        ['/sprava/vystupy', 'garant'],
        ['/sprava/lide/pozvanky', 'garant'],
      ];
      pages.push(...pages.map(([path, as]): (typeof pages)[number] => [`/en${path}`.replace(/\/$/, ''), as]));
      pages.push(['/sitemap.xml', 'visitor']);
      const exports = here.app.application.get(DataExports);
      await exports.request(await signedIn(here.app.application, gone.person.id));
      // What the export says is what was there when it was made, which writes a mail in the end.
      theirs = await theirRows(here, gone.person.id, [gone.person.email, rare.formerEmail]);
      await exports.work();
      const { id = '' } = (await exports.newestOf(gone.person.id)) ?? {};
      exported = JSON.parse(await exports.contentOf(gone.person.id, id));
      // Before: so that whatever keeps what it has shown has shown the name.
      const before = await readAll();
      for (const told of [rare.name, words.answered, words.declined, words.reason])
        expect(before).toContain(told);
      const stored = await everythingStored(here);
      for (const known of [...Object.values(rare), ...Object.values(words), gone.person.email])
        expect(stored).toContain(known);
      if (database.kind === 'sqlite') expect(filesOf(database)).toContain(rare.name);
      else {
        await here.write((manager) => manager.query('ANALYZE'));
        expect(await statisticsOf(here)).toContain(rare.name);
      }
      expect(await foundByStaff(gone.person.id)).toEqual([rare.name, gone.person.email]);
      await leave(here, gone.person, choice);
    }, 60_000);

    const who = () => [...Object.values(rare), gone.person.email];
    const looked = () => (choice === 'keep' ? who() : [...who(), ...Object.values(words)]);

    test('an erased person is found nowhere', async () => {
      const places = {
        tables: await everythingStored(here),
        files: filesOf(database),
        statistics: await statisticsOf(here),
        pages: await readAll(),
      };
      for (const [place, text] of Object.entries(places))
        expect([place, looked().filter((needle) => text.includes(needle))]).toEqual([place, []]);
    });

    test('browsers that had the pages before are given them anew', () => {
      expect(tags.size).toBeGreaterThan(15);
    });

    test('no search of staff finds them', async () => {
      expect(await foundByStaff(gone.person.id)).toEqual([]);
      expect((await here.get(`/sprava/lide/${gone.person.id}`, gone.garant)).status).toBe(404);
    });

    test('the log never told who they were or what they said, and tells that they were erased', () => {
      const told = log.lines.join('');
      expect([...who(), ...Object.values(words)].filter((needle) => told.includes(needle))).toEqual([]);
      const encoded = [...who(), ...Object.values(words)].map(encodeURIComponent);
      expect(encoded.filter((needle) => told.includes(needle))).toEqual([]);
      expect(told).toContain('an account was erased');
    });

    test('every kind of row about a person is there, with something in each column', () => {
      expect(neverFilled(theirs)).toEqual([]);
    });

    test('everything that is declared to be theirs was in the export', () => {
      expect(untoldIn(theirs, exported)).toEqual([]);
    });

    test('everything in the export has a name on its page, and every word of ours is said in words', () => {
      expect(wordless(exported)).toEqual([]);
    });

    test('everything that is declared to be theirs is gone, or kept as declared', async () => {
      expect(await leftWrong(here, theirs, choice)).toEqual([]);
    });

    test('what became the text stays, and so do decisions with their reasons', async () => {
      const stored = await everythingStored(here);
      expect(stored).toContain(accepted);
      const { text } = await here.get(`/navrhy/${gone.numbers.declined}`);
      expect(text).toContain('Takhle to půjde.');
      expect(text).toContain('Bez jména');
    });

    test('the words stay without a name, or a sentence stands where others have answered', async () => {
      const { text } = await here.get(`${here.path}/sekce/1`);
      expect(text).toContain('Přibude na jaře.');
      expect(text.includes(words.answered)).toBe(choice === 'keep');
      expect(text.includes('Autor svůj příspěvek odstranil.')).toBe(choice === 'remove');
      const left = await here.app.database.read.findBy(Comment, { authorId: gone.person.id });
      expect(left).toHaveLength(choice === 'keep' ? 4 : 2);
    });

    test('votes count without an owner, or are gone, and the counts are those of the rows', async () => {
      const { read } = here.app.database;
      expect(await read.countBy(Vote, { accountId: gone.person.id })).toBe(0);
      expect(await read.count(Vote)).toBe(choice === 'keep' ? 2 : 0);
      const { sectionId } = await here.section(3);
      const tally = (await here.app.application.get(Votes).tallyOfSections([sectionId])).get(sectionId);
      const all = tally ? tally.agree + tally.undecided + tally.disagree + tally.older : 0;
      expect(all).toBe(choice === 'keep' ? 1 : 0);
      expect((await here.suggestion(gone.numbers.supported)).supports).toBe(choice === 'keep' ? 1 : 0);
    });

    test('what waited is withdrawn with the words, and cannot be opened again', async () => {
      const { state } = await here.suggestion(gone.numbers.waiting);
      expect(state).toBe(choice === 'keep' ? 'open' : 'withdrawn');
      const answer = await here.post(
        `/garant/navrhy/${gone.numbers.declined}/otevreni`,
        { statement: 'Podíváme se na to znovu.' },
        gone.garant,
      );
      expect(answer.status).toBe(choice === 'keep' ? 303 : 409);
    });

    test('the laws of suggestions hold', async () => {
      const suggestions = await here.app.database.read.find(Suggestion);
      expect(suggestions).toHaveLength(5);
      const broken = await Promise.all([
        wrongStandings(here, suggestions),
        wrongCounters(here, suggestions),
        wrongHistories(here, suggestions),
      ]);
      expect(broken.flat()).toEqual([]);
    });

    test('the history of the files still tells of what was accepted, and names nobody who left', async () => {
      // The point of this world was not imported; its history is told all the same.
      const { id } = await here.point();
      await here.write((manager) => manager.update(Point, { id }, { source: '# Úřad' }));
      const told = JSON.stringify(await textStates(here.app.database.read));
      expect(told).toContain(`"number":${gone.numbers.accepted}`);
      expect(looked().filter((needle) => told.includes(needle))).toEqual([]);
    });

    test('the record of what happened is whole', async () => {
      const report = await here.app.application.get(ActivityLog).verify(here.app.database.read);
      expect(report.firstBroken).toBeNull();
      expect(report.entries).toBeGreaterThan(10);
    });

    test('of the account a shell stays, and the proof of the consent', async () => {
      const { read } = here.app.database;
      const shell = await read.findOneByOrFail(Account, { id: gone.person.id });
      expect(shell).toMatchObject({ email: null, publicName: '', nameSkeleton: '' });
      expect(shell.erasedAt).not.toBeNull();
      const consents = await read.findBy(Consent, { accountId: gone.person.id });
      expect(consents.length).toBeGreaterThan(0);
      expect(consents.every(({ withdrawnAt }) => withdrawnAt !== null)).toBe(true);
    });

    test('nobody is signed in any more', async () => {
      const { status } = await here.get('/muj-ucet', gone.person);
      expect(status).toBe(303);
    });

    test('carrying it out once more changes nothing', async () => {
      const before = await everythingStored(here);
      await here.app.application.get(Erasures).carryOutDue();
      expect(await everythingStored(here)).toBe(before);
    });
  });
