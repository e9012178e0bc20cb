import { expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Carrying } from '../../src/suggestions/carrying.service.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { type Person, queriesOf, texts, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

const sundays = texts.first.replace('sobotách', 'nedělích');
const fridays = texts.first.replace('sobotách', 'pátcích');

eachDatabase('a change of the text, with what waits on it', (database) => {
  const here = world(database);
  const get = <T>(type: new (...args: never[]) => T) => here.app.application.get<T>(type);
  const read = () => here.app.database.read;
  const stored = ({ number }: Suggestion) => read().findOneByOrFail(Suggestion, { number });
  const mails = async ({ email }: Person) =>
    (
      await read().find(OutboxMail, {
        where: { recipient: email, kind: 'suggestions.moved' },
        order: { id: 'ASC' },
      })
    ).filter(({ cancelledAt }) => cancelledAt === null);
  const propose = async (author: Person, number: number, proposal: Proposal) => {
    const { sectionId } = await here.section(number);
    const fresh = { sectionId, authorId: author.id, proposal, reason: 'Bude to lepší.' };
    return (await here.write((manager) => get(Suggestions).publish(manager, fresh))).suggestion;
  };
  const reword = (author: Person, body: string) =>
    propose(author, 1, { kind: 'reword', heading: null, body });
  const edit = async (editor: Person, number: number, body: string, minor = false) => {
    const { sectionId, revisionId, heading } = await here.section(number);
    const viewer = await here.viewer(editor);
    const editing = { sectionId, revisionId, wording: { heading, body }, note: 'Úprava.', minor, viewer };
    return here.write((manager) => get(Edits).edit(manager, editing));
  };
  const accept = async ({ number }: Suggestion, garant: Person) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) => get(Acceptances).accept(manager, { number, viewer, statement: null }));
  };
  const undo = async ({ number }: Suggestion, garant: Person) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) => get(Acceptances).undo(manager, { number, viewer }));
  };
  const people = async () => {
    const [eva, adam, jana] = [
      await here.person('Eva'),
      await here.person('Adam'),
      await here.person('Jana', 'jana'),
    ];
    if ((await here.section(1)).body !== texts.first) await edit(jana, 1, texts.first);
    return { eva, adam, jana };
  };

  test('asks once, and again about nothing, when it is undone', async () => {
    const { eva, adam, jana } = await people();
    const halfHour = await reword(adam, fridays.replace('hodinu', 'půl hodiny'));
    await edit(jana, 1, texts.first.replace('občanky', 'průkazu'));
    expect(await stored(halfHour)).toMatchObject({ standing: 'merged' });
    expect(await mails(adam)).toHaveLength(1);
    const other = await reword(eva, sundays.replace('občanky', 'průkazu'));
    await accept(other, jana);
    expect(await stored(halfHour)).toMatchObject({ standing: 'collides' });
    expect(await mails(adam)).toHaveLength(2);
    await undo(other, jana);
    expect(await stored(halfHour)).toMatchObject({ standing: 'merged' });
    expect(await mails(adam)).toHaveLength(1);
  });

  test('tells whoever wrote on a text that is taken back', async () => {
    const { eva, adam, jana } = await people();
    const accepted = await reword(eva, sundays);
    const earlier = await reword(adam, texts.first.replace('hodinu', 'půl hodiny'));
    await accept(accepted, jana);
    const late = await reword(adam, sundays.replace('nedělích', 'svátcích'));
    const { revisionId } = await here.section(1);
    const own = { number: earlier.number, viewer: { accountId: adam.id }, revisionId };
    await here.write((manager) => get(OwnWords).confirm(manager, own));
    await undo(accepted, jana);
    expect(await stored(late)).toMatchObject({ standing: 'collides' });
    expect(await stored(earlier)).toMatchObject({ standing: 'merged' });
    const [mail, ...more] = await mails(adam);
    expect(more).toEqual([]);
    for (const { number } of [late, earlier]) expect(mail?.body).toContain(`/navrhy/${number}\n`);
  });

  test('is written as a whole or not at all', async () => {
    const { eva, adam, jana } = await people();
    const accepted = await reword(eva, sundays);
    await reword(adam, fridays);
    await reword(adam, texts.first.replace('hodinu', 'půl hodiny'));
    const everything = async () => ({
      suggestions: await read().find(Suggestion, { order: { number: 'ASC' } }),
      steps: await read().count(SuggestionEvent),
      entries: await read().count(Activity),
      mails: await read().count(OutboxMail),
      versions: await read().count(PointVersion),
    });
    const before = await everything();
    const viewer = await here.viewer(jana);
    const failing = here.write(async (manager) => {
      await get(Acceptances).accept(manager, { number: accepted.number, viewer, statement: null });
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await everything()).toEqual(before);
    expect(await get(ActivityLog).verify(read())).toMatchObject({ firstBroken: null });
  });

  test('asks the database once where nothing waits', async () => {
    const { eva, jana } = await people();
    for (const one of await read().find(Suggestion)) {
      const viewer = { accountId: one.authorId };
      await here
        .write((manager) => get(Suggestions).withdraw(manager, { number: one.number, viewer }))
        .catch(() => null);
    }
    const { id: versionId, pointId } = await edit(jana, 1, `${texts.first} Navíc.`);
    const { programmeId } = await here.point();
    const change = { pointId, programmeId, versionId, actorId: null };
    expect(await queriesOf(here.app, () => get(Carrying).carry(read(), change))).toBe(1);
    await reword(eva, `${texts.first} Jinak.`);
    expect(await queriesOf(here.app, () => get(Carrying).carry(read(), change))).toBeGreaterThan(1);
  });

  test('in typography alone asks nobody anything, not even about a removal', async () => {
    const { eva, adam, jana } = await people();
    const removal = await propose(eva, 3, { kind: 'remove', heading: 'Data', body: '' });
    const change = await reword(adam, texts.first.replace('hodinu', 'půl hodiny'));
    await edit(jana, 3, texts.third.replace('.', '!'), true);
    await edit(jana, 1, texts.first.replace('úřad i', 'úřad  i'), true);
    for (const one of [removal, change]) expect(await stored(one)).toMatchObject({ standing: 'fits' });
    expect([...(await mails(eva)), ...(await mails(adam))]).toEqual([]);
    await accept(removal, jana);
    expect(await stored(removal)).toMatchObject({ state: 'accepted' });
  });
});
