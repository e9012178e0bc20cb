import { expect, test } from 'vitest';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Consolidations } from '../../src/suggestions/consolidations.service.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { isAccepted } from '../../src/suggestions/suggestions.rules.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { texts } from '../feedback/world.js';
import { SuggestionLaws } from '../imports/suggestion-laws.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';
import { wrongHistories, wrongStandings } from './consultation-laws.js';

const rounds = 4;

eachDatabase('two who change the same at once', (database) => {
  const here = deskWorld(database);
  const get = <T>(type: abstract new (...args: never[]) => T) => here.app.application.get<T>(type);
  const outcome = (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: unknown) => {
        if (error instanceof Refusal && error.status === 409) return 'refused';
        throw error;
      },
    );
  const people = async () => ({
    jana: await here.person('Jana', 'jana'),
    eva: await here.person('Eva'),
    adam: await here.person('Adam'),
  });
  type People = Awaited<ReturnType<typeof people>>;

  const edit = async ({ jana }: Pick<People, 'jana'>, body: string) => {
    const { sectionId, revisionId, heading } = await here.section(2);
    const viewer = await here.viewer(jana);
    const wording = { heading, body };
    const editing = { sectionId, revisionId, wording, note: 'Úprava.', minor: false, viewer };
    await here.write((manager) => get(Edits).edit(manager, editing));
  };
  const accept = async ({ jana }: People, { number }: Suggestion, body?: string) => {
    const viewer = await here.viewer(jana);
    const edited = body === undefined ? undefined : { heading: (await here.section(2)).heading, body };
    await here.write((manager) =>
      get(Acceptances).accept(manager, { number, viewer, statement: null, edited }),
    );
  };
  const undo = async ({ jana }: People, { number }: Suggestion) => {
    const viewer = await here.viewer(jana);
    await here.write((manager) => get(Acceptances).undo(manager, { number, viewer }));
  };
  /** Begins both in turn, so that each comes first sometimes. */
  const atOnce = async (round: number, one: () => Promise<unknown>, other: () => Promise<unknown>) => {
    const begin = round % 2 === 0 ? [one, other] : [other, one];
    const outcomes = await Promise.all(begin.map((work) => outcome(work())));
    return round % 2 === 0 ? outcomes : outcomes.reverse();
  };
  const whatIsWrong = async () => {
    const all = await here.app.database.read.find(Suggestion, { order: { number: 'ASC' } });
    const { firstBroken } = await get(ActivityLog).verify(here.app.database.read);
    return [
      ...(await new SuggestionLaws(here.app).all()),
      ...(await wrongStandings(here, all)),
      ...(await wrongHistories(here, all)),
      ...(firstBroken === null ? [] : [`the log is broken at ${firstBroken}`]),
    ];
  };
  const stored = ({ number }: Suggestion) => here.suggestion(number);
  const begin = async (round: number) => {
    const all = await people();
    await edit(all, `${texts.second} Kolo ${round}, ${Math.random()}.`);
    return { all, body: (await here.section(2)).body };
  };

  test('one acceptance is taken back while another is made', async () => {
    for (let round = 0; round < rounds; round++) {
      const { all, body } = await begin(round);
      const first = await here.suggest(all.eva, body.replace('na internetu', 'na webu'));
      const second = await here.suggest(all.adam, body.replace('podpisu', 'podpisu i razítka'));
      await accept(all, first);
      const [undone, accepted] = await atOnce(
        round,
        () => undo(all, first),
        () => accept(all, second),
      );
      expect(accepted).toBe('done');
      expect(isAccepted(await stored(first))).toBe(undone === 'refused');
      const now = (await here.section(2)).body;
      expect(now.includes('na webu')).toBe(undone === 'refused');
      expect(now).toContain('razítka');
      expect(await whatIsWrong()).toEqual([]);
    }
  });

  test('the text is edited while an author adapts to it', async () => {
    for (let round = 0; round < rounds; round++) {
      const { all, body } = await begin(round);
      const one = await here.suggest(all.eva, body.replace('na internetu', 'na webu'));
      await edit(all, body.replace('na internetu', 'v každé obci'));
      const { revisionId, heading } = await here.section(2);
      const wording = { heading, body: body.replace('na internetu', 'v každé obci a na webu') };
      const viewer = { accountId: all.eva.id };
      const rewriting = {
        number: one.number,
        viewer,
        how: 'adapt' as const,
        wording,
        reason: 'Ať je to všude.',
        revisionId,
      };
      const [adapted, edited] = await atOnce(
        round,
        () => here.write((manager) => get(OwnWords).rewrite(manager, rewriting)),
        () => edit(all, body.replace('na internetu', 'na poště')),
      );
      expect(edited).toBe('done');
      const { state, standing, wordingNumber } = await stored(one);
      // What was adapted adds to words that are others now; what was not replaces those that are gone.
      const due = adapted === 'done' ? ['open', 'merged', 2] : ['open', 'collides', 1];
      expect([state, standing, wordingNumber]).toEqual(due);
      expect(await whatIsWrong()).toEqual([]);
    }
  });

  test('an author withdraws what is being published with others', async () => {
    for (let round = 0; round < rounds; round++) {
      const { all, body } = await begin(round);
      const one = await here.suggest(all.eva, body.replace('na internetu', 'na webu'));
      const other = await here.suggest(all.adam, body.replace('podpisu', 'podpisu i razítka'));
      const { sectionId, revisionId } = await here.section(2);
      const viewer = await here.viewer(all.jana);
      const numbers = [one.number, other.number];
      const consolidating = { sectionId, viewer, numbers, revisionId, edited: null, statement: null };
      const withdrawing = { number: one.number, viewer: { accountId: all.eva.id } };
      const outcomes = await atOnce(
        round,
        () => here.write((manager) => get(Consolidations).publish(manager, consolidating)),
        () => here.write((manager) => get(Suggestions).withdraw(manager, withdrawing)),
      );
      expect([...outcomes].sort()).toEqual(['done', 'refused']);
      const isPublished = outcomes[0] === 'done';
      expect((await stored(one)).state).toBe(isPublished ? 'accepted' : 'withdrawn');
      expect((await stored(other)).state).toBe(isPublished ? 'accepted' : 'open');
      expect((await here.section(2)).body.includes('razítka')).toBe(isPublished);
      expect(await whatIsWrong()).toEqual([]);
    }
  });

  test('the point is imported while a clash in it is merged', async () => {
    for (let round = 0; round < rounds; round++) {
      const { all, body } = await begin(round);
      await get(ImportJobs).carryOut(await rehearsed(all));
      const one = await here.suggest(all.eva, body.replace('na internetu', 'na webu'));
      await edit(all, body.replace('na internetu', 'v každé obci'));
      const merged = body.replace('na internetu', 'v každé obci a na webu');
      const importing = await rehearsed(all, (text) => text.replace('v každé obci', 'na nádraží'));
      const [, accepted] = await atOnce(
        round,
        () => get(ImportJobs).carryOut(importing),
        () => accept(all, one, merged),
      );
      expect(accepted).toBe('done');
      expect(await stored(one)).toMatchObject({ state: 'adapted' });
      expect((await here.section(2)).body).toBe(merged);
      expect(await whatIsWrong()).toEqual([]);
    }
  });

  /** The text of today in a file, with something changed. */
  async function rehearsed(
    { jana }: People,
    change = (text: string) => `Dovezeno.\n\n${text}`,
  ): Promise<string> {
    const [first, ...rest] = await here.sections();
    const head = '---\ncampaignCategoryUid: zkusebni\nuid: urad\ntitle: Úřad pro lidi\ngarant: jana\n---\n';
    const parts = rest.map(({ heading, body }) => `## ${heading}\n\n${body}\n`);
    const file = [head, change([`${first?.body}\n`, ...parts].join('\n'))].join('\n');
    const programmes = 'programmes:\n  - uid: zkusebni\n    title: Zkušební program\n    opens: 2020-01-01\n';
    const files = [
      { path: 'programmes.yaml', bytes: Buffer.from(programmes) },
      { path: 'zkusebni/urad.md', bytes: Buffer.from(file) },
    ];
    const fresh = { origin: 'upload', originName: 'x.zip', scope: 'whole', actorId: jana.id, files } as const;
    const { id } = await here.write((manager) => get(ImportJobs).begin(manager, fresh));
    await get(ImportJobs).rehearse(id);
    return id;
  }
});
