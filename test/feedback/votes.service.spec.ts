import { expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { type SectionVote, Votes } from '../../src/feedback/votes.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Versions } from '../../src/programme/versions.service.js';
import { eachDatabase } from '../support/databases.js';
import { queriesOf, texts, world } from './world.js';

const values: SectionVote[] = ['agree', 'undecided', 'disagree'];

eachDatabase('votes', (database) => {
  const here = world(database);
  const votes = () => here.app.application.get(Votes);
  const cast = (accountId: string, sectionId: string, value: SectionVote, revisionId?: string) =>
    here.write((manager) => votes().cast(manager, { accountId, sectionId, value, revisionId }));
  const withdraw = (accountId: string, sectionId: string) =>
    here.write((manager) => votes().withdraw(manager, { accountId, sectionId }));
  const tally = async (sectionId: string) => (await votes().tallyOfSections([sectionId])).get(sectionId);

  test('of a hundred people, a thousand at once with changes of mind, are one row for each person', async () => {
    const { sectionId } = await here.section(1);
    const people = await Promise.all(
      Array.from({ length: 100 }, (_, index) => here.person(`Volič ${index}`)),
    );
    const mind = new Map<string, SectionVote | null>();
    // Writes are carried out in the order they were asked for, so the last wish is the one that counts.
    const wishes = Array.from({ length: 1000 }, (_, index) => {
      const person = people[(index * 7919) % people.length]?.id ?? '';
      const value = index % 11 === 0 ? null : (values[(index * 31) % 3] ?? 'agree');
      mind.set(person, value);
      return value === null ? withdraw(person, sectionId) : cast(person, sectionId, value);
    });
    await Promise.all(wishes);
    const rows = await here.app.database.read.findBy(Vote, { sectionId });
    const last = [...mind].filter(([, value]) => value !== null);
    expect(new Map(rows.map(({ accountId, value }) => [accountId, value]))).toEqual(new Map(last));
    expect(rows).toHaveLength(last.length);
    const count = (value: SectionVote) => last.filter(([, mine]) => mine === value).length;
    expect(await tally(sectionId)).toEqual({
      agree: count('agree'),
      undecided: count('undecided'),
      disagree: count('disagree'),
      older: 0,
    });
  });

  test('cast twice the same are one row and one entry in the log, which names nobody', async () => {
    const eva = await here.person('Eva');
    const { sectionId } = await here.section(2);
    await cast(eva.id, sectionId, 'agree');
    await cast(eva.id, sectionId, 'agree');
    const entries = await here.app.database.read.findBy(Activity, { subjectId: sectionId });
    expect(entries.map(({ verb, actorId }) => [verb, actorId])).toEqual([['vote.changed', null]]);
    expect(await here.app.database.read.countBy(Vote, { sectionId })).toBe(1);
    await withdraw(eva.id, sectionId);
    await withdraw(eva.id, sectionId);
    expect(await here.app.database.read.countBy(Vote, { sectionId })).toBe(0);
  });

  test('stay with the wording they were cast on until they are confirmed', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const { sectionId, revisionId } = await here.section(3);
    await cast(eva.id, sectionId, 'agree');
    await cast(adam.id, sectionId, 'disagree');
    await here.reword(3, 'Data kraje budou otevřená, zdarma a včas.');
    expect(await tally(sectionId)).toEqual({ agree: 0, undecided: 0, disagree: 0, older: 2 });
    expect((await votes().ofAccount(eva.id, [sectionId])).get(sectionId)).toEqual({
      value: 'agree',
      revisionId,
      revisionNumber: 1,
      runId: revisionId,
    });
    await cast(eva.id, sectionId, 'agree');
    expect(await tally(sectionId)).toEqual({ agree: 1, undecided: 0, disagree: 0, older: 1 });
  });

  test('count for the same words in another typography, and for no others', async () => {
    const eva = await here.person('Eva');
    const ota = await here.person('Ota');
    const { sectionId, revisionId } = await here.section(1);
    const before = await tally(sectionId);
    await cast(eva.id, sectionId, 'agree');
    const correct = (body: string) =>
      here.write(async (manager) => {
        const point = await manager.findOneByOrFail(Point, { id: (await here.point()).id });
        const sections = await here.app.application.get(Points).sections(point, manager);
        const places = sections.map((section) =>
          section.sectionId === sectionId
            ? { section: sectionId, wording: { kind: section.kind, heading: null, body }, minor: true }
            : { keep: section.revisionId },
        );
        const origin = { cause: 'edit' as const, actorId: null, authorId: null, note: null };
        await here.app.application.get(Versions).add(manager, point, places, origin);
      });
    await correct(`${texts.first.slice(0, -1)}…`);
    await correct(`${texts.first.slice(0, -1)}!`);
    await cast(ota.id, sectionId, 'agree');
    expect(await tally(sectionId)).toEqual({ ...before, agree: (before?.agree ?? 0) + 2 });
    const own = (await votes().ofAccount(eva.id, [sectionId])).get(sectionId);
    expect([own?.revisionId, own?.runId]).toEqual([revisionId, (await here.section(1)).runId]);
    await here.reword(1, 'Něco docela jiného.');
    expect(await tally(sectionId)).toMatchObject({ agree: 0, undecided: 0, disagree: 0 });
    const counts = (await votes().countsOfSections([sectionId])).get(sectionId);
    expect(counts?.agree).toBe((before?.agree ?? 0) + 2);
  });

  test('on a wording of another section count for the current one', async () => {
    const eva = await here.person('Eva');
    const { sectionId, revisionId } = await here.section(2);
    await cast(eva.id, sectionId, 'undecided', (await here.section(1)).revisionId);
    expect((await votes().ofAccount(eva.id, [sectionId])).get(sectionId)?.revisionId).toBe(revisionId);
  });

  test('are neither taken nor taken back once the consultation is closed', async () => {
    const eva = await here.person('Eva');
    const { sectionId } = await here.section(1);
    await cast(eva.id, sectionId, 'agree');
    await here.closesAt('2020-02-01T00:00:00.000Z');
    await expect(cast(eva.id, sectionId, 'disagree')).rejects.toThrow('feedback.refusal.closed');
    await expect(withdraw(eva.id, sectionId)).rejects.toThrow('feedback.refusal.closed');
    await here.closesAt(null);
    expect((await votes().ofAccount(eva.id, [sectionId])).get(sectionId)?.value).toBe('agree');
  });

  test('are counted by as many queries for three sections as for one', async () => {
    const sections = (await here.sections()).map(({ sectionId }) => sectionId);
    const one = await queriesOf(here.app, () => votes().tallyOfSections(sections.slice(0, 1)));
    expect(await queriesOf(here.app, () => votes().tallyOfSections(sections))).toBe(one);
    expect(one).toBe(2);
  });
});
