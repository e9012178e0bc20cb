import { expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { CommentActs } from '../../src/feedback/comment-acts.service.js';
import { Comments, type NewComment } from '../../src/feedback/comments.service.js';
import { Threads } from '../../src/feedback/threads.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { eachDatabase } from '../support/databases.js';
import { queriesOf, world } from './world.js';

eachDatabase('comments', (database) => {
  const here = world(database);
  const comments = () => here.app.application.get(Comments);
  const acts = () => here.app.application.get(CommentActs);
  const reads = () => here.app.application.get(Threads);
  const publish = (fresh: NewComment) => here.write((manager) => comments().publish(manager, fresh));
  const say = async (authorId: string, body: string, answersId?: string) => {
    const { sectionId } = await here.section(1);
    return (await publish({ sectionId, authorId, body, answersId })).comment;
  };
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? `${error.status} ${error.key ?? ''}`.trim() : error),
    );

  test('are numbered within their section and recorded in the activity of the point', async () => {
    const eva = await here.person('Eva');
    const { sectionId } = await here.section(2);
    const one = await publish({ sectionId, authorId: eva.id, body: 'První' });
    const two = await publish({ sectionId, authorId: eva.id, body: 'Druhý' });
    expect([one.comment.number, two.comment.number]).toEqual([1, 2]);
    const entry = await here.app.database.read.findOneBy(Activity, { subjectId: two.comment.id });
    expect(entry).toMatchObject({
      verb: 'comment.published',
      actorId: eva.id,
      pointId: one.place.pointId,
      programmeId: one.place.programmeId,
    });
  });

  test('sent twice are stored once, also at the same time', async () => {
    const eva = await here.person('Eva');
    const sent = await Promise.all(Array.from({ length: 20 }, () => say(eva.id, 'Dvojité kliknutí')));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(await here.app.database.read.countBy(Comment, { body: 'Dvojité kliknutí' })).toBe(1);
    const other = await here.person('Adam');
    expect((await say(other.id, 'Dvojité kliknutí')).id).not.toBe(sent[0]?.id);
  });

  test('answer in two levels: an answer to an answer hangs on the same root', async () => {
    const eva = await here.person('Eva');
    const root = await say(eva.id, 'Kořen');
    const answer = await say(eva.id, 'Odpověď', root.id);
    const deeper = await say(eva.id, 'Odpověď na odpověď', answer.id);
    expect([answer.parentId, deeper.parentId]).toEqual([root.id, root.id]);
  });

  test('refuse an answer to a comment of another section', async () => {
    const eva = await here.person('Eva');
    const root = await say(eva.id, 'Jinde');
    const { sectionId } = await here.section(3);
    const astray = publish({ sectionId, authorId: eva.id, body: 'Zatoulaná', answersId: root.id });
    expect(await refusal(astray)).toBe('404');
  });

  test('keep the wording they were written on, and take the current one for a foreign one', async () => {
    const eva = await here.person('Eva');
    const { sectionId, revisionId } = await here.section(3);
    await here.reword(3, 'Data kraje budou otevřená a zdarma.');
    const current = (await here.section(3)).revisionId;
    const foreign = (await here.section(1)).revisionId;
    const revisionOf = async (body: string, given: string) =>
      (await publish({ sectionId, authorId: eva.id, body, revisionId: given })).comment.revisionId;
    expect(await revisionOf('O starším znění', revisionId)).toBe(revisionId);
    expect(await revisionOf('O cizím znění', foreign)).toBe(current);
    expect(await revisionOf('O žádném znění', 'nesmysl')).toBe(current);
    const { threads } = await reads().of({ sectionId });
    expect(threads.map(({ revision }) => revision?.number)).toEqual([1, 2, 2]);
  });

  test('are refused once the consultation is closed, or the section gone', async () => {
    const eva = await here.person('Eva');
    await here.closesAt('2020-02-01T00:00:00.000Z');
    const late = say(eva.id, 'Pozdě');
    expect(await refusal(late)).toBe('409 feedback.refusal.closed');
    await here.closesAt(null);
    expect(await refusal(say('nikdo', 'Nikde', 'nic'))).toBe('404');
  });

  test('come as threads: roots oldest first, the garant’s answer before the others', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana Garantová', 'jana');
    const root = await say(eva.id, 'Otázka na garantku');
    await say(eva.id, 'Připojuji se', root.id);
    const answer = await say(jana.id, 'Odpověď garantky', root.id);
    const { threads } = await reads().of({ sectionId: root.sectionId ?? '' });
    const numbers = threads.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const thread = threads.find(({ id }) => id === root.id);
    expect(thread?.replies.map(({ body, voice }) => [body, voice])).toEqual([
      ['Odpověď garantky', 'garant'],
      ['Připojuji se', 'citizen'],
    ]);
    expect(thread?.replies[0]?.author).toEqual({ id: jana.id, name: 'Jana Garantová' });
    // The garant's answer deals with the question and does not wait in the queue itself.
    const handled = await here.app.database.read.findBy(Comment, { handledById: jana.id });
    expect(handled.map(({ id }) => id).sort()).toEqual([root.id, answer.id].sort());
  });

  test('hidden come back without their words, restored with them', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const comment = await say(eva.id, 'Sprosté slovo');
    const act = { commentId: comment.id, actorId: jana.id };
    const shown = async () => {
      const { threads } = await reads().of({ sectionId: comment.sectionId ?? '' });
      return threads.find(({ id }) => id === comment.id);
    };
    await here.write((manager) => acts().hide(manager, act));
    expect(await shown()).toMatchObject({ hidden: true, body: null });
    expect(await refusal(here.write((manager) => acts().hide(manager, act)))).toBe(
      '409 feedback.refusal.hidden',
    );
    expect(await refusal(say(eva.id, 'Na skrytý', comment.id))).toBe('409 feedback.refusal.answersHidden');
    await here.write((manager) => acts().restore(manager, act));
    expect(await shown()).toMatchObject({ hidden: false, body: 'Sprosté slovo' });
    expect((await say(eva.id, 'Sprosté slovo')).id).toBe(comment.id);
  });

  test('can be said again while hidden, and restored all the same', async () => {
    const eva = await here.person('Eva');
    const first = await say(eva.id, 'Znovu totéž');
    const act = { commentId: first.id, actorId: eva.id };
    await here.write((manager) => acts().hide(manager, act));
    const second = await say(eva.id, 'Znovu totéž');
    expect(second.id).not.toBe(first.id);
    await here.write((manager) => acts().restore(manager, act));
    expect((await say(eva.id, 'Znovu totéž')).id).toBe(second.id);
  });

  test('are dealt with once by two hundred decisions at the same time', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const comment = await say(eva.id, 'Kdo odpoví?');
    const viewer = await here.viewer(jana);
    const decisions = Array.from({ length: 200 }, (_, index) =>
      refusal(
        here.write((manager) =>
          index % 2 === 0
            ? comments().answer(manager, { commentId: comment.id, viewer, body: `Odpověď ${index}` })
            : acts().markHandled(manager, { commentId: comment.id, actorId: jana.id }),
        ),
      ),
    );
    const outcomes = await Promise.all(decisions);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', '409 feedback.refusal.handled']));
    expect(await here.app.database.read.countBy(Comment, { parentId: comment.id })).toBeLessThanOrEqual(1);
  });

  test('answered by mistake stand in the queue again, without the answer', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const comment = await say(eva.id, 'Odpověď omylem');
    const viewer = await here.viewer(jana);
    const { comment: answer } = await here.write((manager) =>
      comments().answer(manager, { commentId: comment.id, viewer, body: 'Patří jinam' }),
    );
    expect(answer).toMatchObject({ voice: 'garant', parentId: comment.id });
    await here.write(async (manager) => {
      await acts().withdrawAnswer(manager, { commentId: answer.id, actorId: jana.id });
      await acts().reopen(manager, { commentId: comment.id, actorId: jana.id });
    });
    const again = await here.app.database.read.findOneByOrFail(Comment, { id: comment.id });
    expect(again.handledAt).toBeNull();
    expect(await here.app.database.read.existsBy(Comment, { id: answer.id })).toBe(false);
    const citizens = { commentId: comment.id, actorId: jana.id };
    expect(await refusal(here.write((manager) => acts().withdrawAnswer(manager, citizens)))).toBe(
      '409 feedback.refusal.notAnswer',
    );
  });

  test('come fifty threads at a time, each exactly once, by as many queries for one as for hundreds', async () => {
    const eva = await here.person('Eva');
    const { sectionId, revisionId } = await here.section(2);
    const few = await queriesOf(here.app, () => reads().of({ sectionId }));
    await here.write(async (manager) => {
      for (let index = 0; index < 120; index += 1) {
        const body = `Hromadný ${index}`;
        const { comment } = await comments().publish(manager, { sectionId, authorId: eva.id, body });
        const answer = { sectionId, authorId: eva.id, body, answersId: comment.id, revisionId };
        await comments().publish(manager, answer);
      }
    });
    let page = await reads().of({ sectionId });
    const numbers = page.threads.map(({ number }) => number);
    while (page.next !== null) {
      expect(page.threads).toHaveLength(50);
      page = await reads().of({ sectionId }, page.next);
      numbers.push(...page.threads.map(({ number }) => number));
    }
    const roots = (await here.app.database.read.findBy(Comment, { sectionId })).filter(
      ({ parentId }) => parentId === null,
    );
    expect(numbers).toEqual(roots.map(({ number }) => number).sort((a, b) => a - b));
    expect(await queriesOf(here.app, () => reads().of({ sectionId }))).toBe(few);
    expect(few).toBe(2);
  });
});
