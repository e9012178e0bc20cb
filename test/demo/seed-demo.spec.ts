import { In, IsNull } from 'typeorm';
import { expect, test } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { now } from '../../src/database/time.js';
import { seedDemo } from '../../src/demo/seed-demo.js';
import { storyKraj } from '../../src/demo/story-kraj.js';
import { storyNadrazi } from '../../src/demo/story-nadrazi.js';
import { entities } from '../../src/entities.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { Decision } from '../../src/moderation/decision.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { importContent } from '../pages/support.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';

const stories = [storyKraj, storyNadrazi];

eachDatabase('the demo', (store) => {
  const app = testApplication(store);
  importContent(app);

  test('tells its whole story through the services', async () => {
    expect(await seedDemo(app.application)).toBe(true);
    const { read } = app.database;

    const comments = stories.flatMap((story) => story.comments);
    const replies = comments.flatMap((comment) => comment.replies ?? []);
    const suggestions = stories.flatMap((story) => story.suggestions);
    const remarks = suggestions.flatMap(({ thread = [] }) =>
      thread.flatMap((remark) => (remark.answer ? [remark, remark.answer] : [remark])),
    );
    expect(await read.count(Comment)).toBe(comments.length + replies.length + remarks.length);
    const stored = await read.find(Suggestion);
    expect(stored).toHaveLength(suggestions.length);
    const having = (what: Partial<Suggestion>) =>
      stored.filter((one) =>
        Object.entries(what).every(([key, value]) => one[key as keyof Suggestion] === value),
      );
    const accepted = suggestions.filter(({ decision }) => decision?.accepted);
    expect(having({ state: 'accepted' }).length + having({ state: 'adapted' }).length).toBe(accepted.length);
    const declined = suggestions.filter(({ decision }) => decision?.accepted === false);
    expect(having({ state: 'declined' })).toHaveLength(declined.length);
    // Each turn that the life of a suggestion can take.
    for (const turn of [
      { state: 'adapted', stance: 'distances' },
      { state: 'considered' },
      { state: 'overtaken' },
      { state: 'open', standing: 'merged' },
      { state: 'open', standing: 'collides' },
    ] as const)
      expect([turn, having(turn).length]).toEqual([turn, 1]);
    const voices = suggestions.flatMap(({ voices: row = '' }) => [...row]);
    expect(await read.countBy(Vote, { value: In(['support', 'oppose']) })).toBe(
      voices.filter((letter) => letter !== '-').length,
    );
    const votes = stories.flatMap((story) => story.votes.flatMap(({ votes: row }) => [...row]));
    expect(await read.countBy(Vote, { suggestionId: IsNull() })).toBe(
      votes.filter((letter) => letter !== '-').length,
    );
    expect(await read.count(Decision)).toBe(1);
    const edits = stories.flatMap((story) => story.edits);
    const notes = (await read.findBy(PointVersion, { cause: 'edit' })).map(({ note }) => note).sort();
    expect(notes).toEqual(edits.map(({ note }) => note).sort());
  });

  test('leaves a whole log behind, and nothing in the future', async () => {
    const { read } = app.database;
    expect((await new ActivityLog().verify(read)).firstBroken).toBeNull();
    const at = now();
    const open = await read.findOneByOrFail(Programme, { uid: 'kraj2020' });
    for (const { createdAt } of await read.find(Comment)) expect(createdAt <= at).toBe(true);
    expect((await read.find(Comment)).some(({ createdAt }) => createdAt > (open.opensAt ?? ''))).toBe(true);
  });

  test('gives everybody a name of their own', async () => {
    const names = (await app.database.read.find(Account)).map(({ nameSkeleton }) => nameSkeleton);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is told once', async () => {
    const counts = async () => {
      const rows = entities.map(async (entity) => [entity.name, await app.database.read.count(entity)]);
      return Object.fromEntries(await Promise.all(rows)) as Record<string, number>;
    };
    const before = await counts();
    expect(await seedDemo(app.application)).toBe(false);
    expect(await counts()).toEqual(before);
  });
});
