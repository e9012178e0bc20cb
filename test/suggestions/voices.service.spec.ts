import { expect, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { type NewVoice, Voices, type VoiceValue } from '../../src/suggestions/voices.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('voices on suggestions', (database) => {
  const here = deskWorld(database);
  const voices = () => here.app.application.get(Voices);
  const read = () => here.app.database.read;
  const give = (voice: NewVoice) => here.write((manager) => voices().give(manager, voice));
  const withdraw = (suggestionId: string, accountId: string) =>
    here.write((manager) => voices().withdraw(manager, { suggestionId, accountId }));
  const counts = async (id: string) => {
    const { supports, opposes } = await read().findOneByOrFail(Suggestion, { id });
    return { supports, opposes };
  };
  const recounted = async (suggestionId: string) => ({
    supports: await read().countBy(Vote, { suggestionId, value: 'support' }),
    opposes: await read().countBy(Vote, { suggestionId, value: 'oppose' }),
  });
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? `${error.status} ${error.key ?? ''}`.trim() : error),
    );
  const suggested = async (body: string) => {
    const author = await here.person('Autor');
    return { author, suggestion: await here.suggest(author, body) };
  };

  test('are one for each person, changeable, and taken back; the counters say what the rows say', async () => {
    const { suggestion } = await suggested('Formuláře půjdou poslat i z mobilu.');
    const { id: suggestionId } = suggestion;
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const say = async (person: { id: string }, value: VoiceValue | null) => {
      if (value) await give({ suggestionId, accountId: person.id, value });
      else await withdraw(suggestionId, person.id);
      expect(await counts(suggestionId)).toEqual(await recounted(suggestionId));
      return counts(suggestionId);
    };
    expect(await say(eva, 'support')).toEqual({ supports: 1, opposes: 0 });
    expect(await say(eva, 'support')).toEqual({ supports: 1, opposes: 0 });
    expect(await say(adam, 'oppose')).toEqual({ supports: 1, opposes: 1 });
    expect(await say(eva, 'oppose')).toEqual({ supports: 0, opposes: 2 });
    expect(await say(adam, null)).toEqual({ supports: 0, opposes: 1 });
    expect(await say(adam, null)).toEqual({ supports: 0, opposes: 1 });
    expect(await voices().ofAccount(eva.id, [suggestionId])).toEqual(
      new Map([[suggestionId, { value: 'oppose', wordingNumber: 1 }]]),
    );
    expect(await voices().ofAccount(adam.id, [suggestionId])).toEqual(new Map());
  });

  test('leave an entry in the activity log that ties them to nobody', async () => {
    const { suggestion } = await suggested('Formuláře budou krátké.');
    const eva = await here.person('Eva');
    await give({ suggestionId: suggestion.id, accountId: eva.id, value: 'support' });
    const entries = await read().findBy(Activity, { subjectId: suggestion.id, verb: 'vote.changed' });
    expect(entries).toMatchObject([{ actorId: null, data: '{}', pointId: (await here.point()).id }]);
  });

  test('know the wording they were given on', async () => {
    const { suggestion } = await suggested('Formuláře budou srozumitelné.');
    const { id: suggestionId } = suggestion;
    const [eva, adam, jan] = [await here.person('Eva'), await here.person('Adam'), await here.person('Jan')];
    await give({ suggestionId, accountId: eva.id, value: 'support' });
    await give({ suggestionId, accountId: adam.id, value: 'oppose' });
    await here.write((manager) => manager.update(Suggestion, { id: suggestionId }, { wordingNumber: 2 }));
    // From a page that was opened before its author wrote another wording; and from one that never was.
    await give({ suggestionId, accountId: jan.id, value: 'support', wordingNumber: 1 });
    expect(await voices().onEarlier([suggestionId])).toEqual(
      new Map([[suggestionId, { supports: 2, opposes: 1 }]]),
    );
    await give({ suggestionId, accountId: jan.id, value: 'support', wordingNumber: 99 });
    await give({ suggestionId, accountId: eva.id, value: 'support' });
    expect(await voices().onEarlier([suggestionId])).toEqual(
      new Map([[suggestionId, { supports: 0, opposes: 1 }]]),
    );
    expect(await counts(suggestionId)).toEqual({ supports: 2, opposes: 1 });
  });

  test('are refused to the author, on what is decided, and outside the consultation', async () => {
    const { author, suggestion } = await suggested('Formuláře budou zdarma.');
    const { id: suggestionId } = suggestion;
    const eva = await here.person('Eva');
    const support = (accountId: string) => refusal(give({ suggestionId, accountId, value: 'support' }));
    expect(await support(author.id)).toBe('409 suggestions.refusal.ownVoice');
    expect(await refusal(give({ suggestionId: newId(), accountId: eva.id, value: 'support' }))).toBe('404');
    await here.closesAt('2020-02-01T00:00:00.000Z');
    expect(await support(eva.id)).toBe('409 feedback.refusal.closed');
    expect(await refusal(withdraw(suggestionId, eva.id))).toBe('409 feedback.refusal.closed');
    await here.closesAt(null);
    expect(await support(eva.id)).toBe('done');
    const viewer = await here.viewer(author);
    await here.write((manager) =>
      here.app.application.get(Suggestions).withdraw(manager, { number: suggestion.number, viewer }),
    );
    expect(await support((await here.person('Jan')).id)).toBe('409 suggestions.refusal.weighedLate');
    expect(await counts(suggestionId)).toEqual({ supports: 1, opposes: 0 });
  });

  test('of five hundred people at once, with repeats and changes of mind, are counted exactly', async () => {
    const { suggestion } = await suggested('Formuláře budou hotové do pěti minut.');
    const { id: suggestionId } = suggestion;
    const people = Array.from({ length: 500 }, () => newId());
    await here.write((manager) =>
      manager.insert(
        Account,
        people.map((id) => ({
          id,
          email: `${id}@example.org`,
          publicName: id,
          nameSkeleton: id,
          locale: 'cs',
          createdAt: now(),
          bannedAt: null,
          erasedAt: null,
        })),
      ),
    );
    const last = (index: number): VoiceValue => (index % 3 === 0 ? 'oppose' : 'support');
    await Promise.all(
      people.flatMap((accountId, index) => [
        give({ suggestionId, accountId, value: 'support' }),
        ...(index % 5 === 0 ? [give({ suggestionId, accountId, value: 'support' })] : []),
      ]),
    );
    await Promise.all(
      people.map((accountId, index) => give({ suggestionId, accountId, value: last(index) })),
    );
    expect(await counts(suggestionId)).toEqual({ supports: 333, opposes: 167 });
    expect(await recounted(suggestionId)).toEqual({ supports: 333, opposes: 167 });
  }, 60_000);
});
