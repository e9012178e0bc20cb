import { afterEach, expect, test } from 'vitest';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { collidedWith } from '../../src/suggestions/collided-with.js';
import { Considerations } from '../../src/suggestions/considerations.service.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import { FormerProposal } from '../../src/suggestions/former-proposal.entity.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { type Person, texts, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

const reason = 'Protože to tak bude lidem jasnější.';

eachDatabase('suggestions that wait while the text goes on', (database) => {
  const here = world(database);
  const get = <T>(type: new (...args: never[]) => T) => here.app.application.get<T>(type);
  const read = () => here.app.database.read;
  const stored = (number: number) => read().findOneByOrFail(Suggestion, { number });
  const steps = async (suggestionId: string) =>
    (await read().find(SuggestionEvent, { where: { suggestionId }, order: { number: 'ASC' } })).map(
      ({ kind }) => kind,
    );
  const mails = (recipient: string, kind: string) =>
    read().find(OutboxMail, { where: { recipient, kind }, order: { id: 'ASC' } });
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? `${error.status} ${error.key ?? ''}`.trim() : error),
    );
  const propose = async (author: Person, number: number, proposal: Proposal, revisionId?: string) => {
    const { sectionId } = await here.section(number);
    const fresh = { sectionId, authorId: author.id, proposal, reason, revisionId };
    return (await here.write((manager) => get(Suggestions).publish(manager, fresh))).suggestion;
  };
  const reword = (author: Person, body: string, revisionId?: string) =>
    propose(author, 1, { kind: 'reword', heading: null, body }, revisionId);
  const accept = async (number: number, garant: Person, more: object = {}) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) =>
      get(Acceptances).accept(manager, { number, viewer, statement: null, ...more }),
    );
  };
  const undo = async (number: number, garant: Person) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) => get(Acceptances).undo(manager, { number, viewer }));
  };
  const edit = async (editor: Person, body: string) => {
    const { sectionId, revisionId, heading } = await here.section(1);
    const viewer = await here.viewer(editor);
    const editing = {
      sectionId,
      revisionId,
      wording: { heading, body },
      note: 'Úprava.',
      minor: false,
      viewer,
    };
    return here.write((manager) => get(Edits).edit(manager, editing));
  };
  /** Brings the first text back. */
  const again = async (garant: Person) => {
    if ((await here.section(1)).body !== texts.first) await edit(garant, texts.first);
  };
  const people = async () => {
    const [eva, adam] = [await here.person('Eva'), await here.person('Adam')];
    const [jana, petr] = [await here.person('Jana', 'jana'), await here.person('Petr', 'jana')];
    await again(jana);
    return { eva, adam, jana, petr };
  };
  const sundays = texts.first.replace('sobotách', 'nedělích');
  const halfHour = texts.first.replace('hodinu', 'půl hodiny');
  const fridays = texts.first.replace('sobotách', 'pátcích');

  afterEach(() => setClock());

  test('are merged, collide or are overtaken, each with a step in its history', async () => {
    const { eva, adam, jana } = await people();
    const accepted = await reword(eva, sundays);
    const [fitting, clashing, same] = [
      await reword(adam, halfHour),
      await reword(adam, fridays),
      await reword(adam, sundays),
    ];
    const version = await accept(accepted.number, jana);
    expect(await stored(fitting.number)).toMatchObject({
      state: 'open',
      standing: 'merged',
      body: halfHour,
      wordingNumber: 1,
    });
    expect(await stored(clashing.number)).toMatchObject({
      state: 'open',
      standing: 'collides',
      body: fridays,
    });
    expect(await stored(same.number)).toMatchObject({ state: 'overtaken', overtakenById: version.id });
    expect(await steps(fitting.id)).toEqual(['published', 'merged']);
    expect(await steps(clashing.id)).toEqual(['published', 'collided']);
    expect(await steps(same.id)).toEqual(['published', 'fulfilled']);
    expect(await collidedWith(read(), version.id)).toEqual([clashing.number]);
  });

  test('are told of in one mail to each author, and clashes to the other garants', async () => {
    const { eva, adam, jana, petr } = await people();
    const accepted = await reword(eva, sundays);
    const [fitting, clashing] = [await reword(adam, halfHour), await reword(adam, fridays)];
    const version = await accept(accepted.number, jana);
    const [mail, ...more] = await mails(adam.email, 'suggestions.moved');
    expect(more).toEqual([]);
    expect(mail?.subjectId).toBe(version.id);
    expect(mail?.body).toContain(`/navrhy/${fitting.number}`);
    expect(mail?.body).toContain(`/navrhy/${clashing.number}`);
    expect(Date.parse(mail?.notBefore ?? '') - Date.parse(mail?.createdAt ?? '')).toBe(60_000);
    const [clash, ...others] = await mails(petr.email, 'suggestions.clashes');
    expect(others).toEqual([]);
    expect(clash?.body).toContain(`/garant/navrhy/${clashing.number}`);
    expect(clash?.body).not.toContain(`/garant/navrhy/${fitting.number}`);
    expect(await mails(jana.email, 'suggestions.clashes')).toEqual([]);
    // A change that makes no difference to them tells nobody.
    await edit(jana, `${(await here.section(1)).body} A ve středu.`);
    expect(await mails(adam.email, 'suggestions.moved')).toHaveLength(1);
  });

  test('are as before once the acceptance is undone, and nobody hears of it', async () => {
    const { eva, adam, jana, petr } = await people();
    const accepted = await reword(eva, sundays);
    const waiting = [await reword(adam, halfHour), await reword(adam, fridays), await reword(adam, sundays)];
    const viewer = await here.viewer(jana);
    await here.write((manager) =>
      get(Considerations).consider(manager, { number: waiting[2]?.number ?? 0, viewer }),
    );
    const of = (numbers: Suggestion[]) => Promise.all(numbers.map(({ number }) => stored(number)));
    const before = await of([accepted, ...waiting]);
    await accept(accepted.number, jana);
    await undo(accepted.number, jana);
    expect(await of([accepted, ...waiting])).toEqual(before);
    expect((await here.section(1)).body).toBe(texts.first);
    const told = [
      ...(await mails(adam.email, 'suggestions.moved')),
      ...(await mails(petr.email, 'suggestions.clashes')),
    ];
    expect(told.map(({ cancelledAt }) => cancelledAt === null)).toEqual([false, false]);
    expect(await steps(waiting[2]?.id ?? '')).toEqual(['published', 'considered', 'fulfilled', 'undone']);
  });

  test('that were written on an older text are tried as soon as they are published', async () => {
    const { eva, adam, jana } = await people();
    const { revisionId } = await here.section(1);
    await edit(jana, sundays);
    expect(await stored((await reword(eva, halfHour, revisionId)).number)).toMatchObject({
      standing: 'merged',
    });
    expect(await stored((await reword(eva, fridays, revisionId)).number)).toMatchObject({
      standing: 'collides',
    });
    expect(await stored((await reword(adam, sundays, revisionId)).number)).toMatchObject({
      state: 'overtaken',
    });
  });

  test('are overtaken when their section leaves the text, but for those on others', async () => {
    const { eva, adam, jana } = await people();
    const removal = await propose(eva, 3, { kind: 'remove', heading: 'Data', body: '' });
    const onIt = await propose(adam, 3, { kind: 'reword', heading: 'Data', body: `${texts.third} Zdarma.` });
    const elsewhere = await propose(adam, 2, { kind: 'add', heading: 'Pomoc', body: 'Linka zdarma.' });
    await accept(removal.number, jana);
    expect(await stored(onIt.number)).toMatchObject({ state: 'overtaken' });
    expect(await steps(onIt.id)).toEqual(['published', 'gone']);
    expect(await stored(elsewhere.number)).toMatchObject({ state: 'open', standing: 'fits' });
    const viewer = await here.viewer(jana);
    const reopening = { number: onIt.number, viewer, statement: 'Ještě se k tomu vrátíme.' };
    expect(await refusal(here.write((manager) => get(Considerations).reopen(manager, reopening)))).toBe(
      '409 suggestions.refusal.stillOvertaken',
    );
    await undo(removal.number, jana);
    expect(await stored(onIt.number)).toMatchObject({ state: 'open', standing: 'fits' });
  });

  test('become their author’s own again by confirming what was merged', async () => {
    const { eva, adam, jana } = await people();
    const accepted = await reword(eva, sundays);
    const { number, id } = await reword(adam, halfHour);
    const own = { number, viewer: { accountId: adam.id } };
    const confirm = async (who: Person, revisionId: string) =>
      refusal(
        here.write((manager) =>
          get(OwnWords).confirm(manager, { number, viewer: { accountId: who.id }, revisionId }),
        ),
      );
    const { revisionId: old } = await here.section(1);
    expect(await confirm(adam, old)).toBe('409 suggestions.refusal.nothingToConfirm');
    await accept(accepted.number, jana);
    const { revisionId } = await here.section(1);
    expect(await confirm(eva, revisionId)).toBe('403 suggestions.refusal.notYours');
    expect(await confirm(adam, old)).toBe('409 suggestions.refusal.movedAgain');
    expect(await confirm(adam, revisionId)).toBe('done');
    const both = sundays.replace('hodinu', 'půl hodiny');
    expect(await stored(number)).toMatchObject({
      standing: 'fits',
      body: both,
      baseRevisionId: revisionId,
      wordingNumber: 1,
    });
    expect(await steps(id)).toEqual(['published', 'merged', 'confirmed']);
    expect(await read().findBy(FormerProposal, { suggestionId: id })).toMatchObject([
      { number: 1, body: halfHour },
    ]);
    await accept(number, jana);
    expect((await here.section(1)).body).toBe(both);
    expect(
      await refusal(here.write((manager) => get(OwnWords).takeStance(manager, { ...own, stance: 'agrees' }))),
    ).toBe('409 suggestions.refusal.noStance');
  });

  test('are considered and opened again, each told at once', async () => {
    const { eva, jana } = await people();
    const stranger = await here.viewer(await here.person('Cizí', 'nekdo'));
    const { number, id } = await reword(eva, 'Úplně jinak napsaný text o úřadu.');
    const viewer = await here.viewer(jana);
    const consider = (by = viewer) =>
      refusal(here.write((manager) => get(Considerations).consider(manager, { number, viewer: by })));
    const reopen = () =>
      refusal(
        here.write((manager) =>
          get(Considerations).reopen(manager, { number, viewer, statement: 'Máme nové podklady.' }),
        ),
      );
    expect(await consider(stranger)).toBe('404');
    expect(await reopen()).toBe('409 suggestions.refusal.decided');
    expect(await consider()).toBe('done');
    expect(await consider()).toBe('409 suggestions.refusal.consideredAlready');
    expect(await stored(number)).toMatchObject({ state: 'considered' });
    await here.write((manager) =>
      get(Acceptances).decline(manager, { number, viewer, statement: 'Na to teď nejsou peníze.' }),
    );
    expect(await consider()).toBe('409 suggestions.refusal.decided');
    await undo(number, jana);
    expect(await stored(number)).toMatchObject({ state: 'considered' });
    await here.write((manager) =>
      get(Acceptances).decline(manager, { number, viewer, statement: 'Na to teď nejsou peníze.' }),
    );
    expect(await reopen()).toBe('done');
    expect(await stored(number)).toMatchObject({ state: 'open', statement: null, decidedAt: null });
    expect(await steps(id)).toEqual([
      'published',
      'considered',
      'declined',
      'undone',
      'declined',
      'reopened',
    ]);
    expect((await mails(eva.email, 'suggestions.considered')).length).toBe(1);
    const [told] = await mails(eva.email, 'suggestions.reopened');
    expect(told?.body).toContain('Máme nové podklady.');
  });

  test('accepted with changes carry what their author says about them', async () => {
    const { eva, jana } = await people();
    const { number, id } = await reword(eva, sundays);
    await accept(number, jana, { edited: { heading: null, body: sundays.replace('nedělích', 'víkendech') } });
    expect(await stored(number)).toMatchObject({ state: 'adapted', stance: null });
    const say = (stance: 'agrees' | 'distances') =>
      here.write((manager) =>
        get(OwnWords).takeStance(manager, { number, viewer: { accountId: eva.id }, stance }),
      );
    await say('distances');
    await say('distances');
    expect(await stored(number)).toMatchObject({ stance: 'distances' });
    await say('agrees');
    expect(await steps(id)).toEqual(['published', 'adapted', 'distanced', 'agreed']);
  });
});
