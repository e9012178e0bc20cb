import { afterEach, expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Considerations } from '../../src/suggestions/considerations.service.js';
import { Consolidations } from '../../src/suggestions/consolidations.service.js';
import { OwnWords } from '../../src/suggestions/own-words.service.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { type NewSuggestion, Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { type Person, texts, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

const reason = 'Protože to tak bude lidem jasnější.';

eachDatabase('suggestions', (database) => {
  const here = world(database);
  const suggestions = () => here.app.application.get(Suggestions);
  const acceptances = () => here.app.application.get(Acceptances);
  const get = <T>(type: new (...args: never[]) => T) => here.app.application.get<T>(type);
  const suggest = async (author: Person, number: number, proposal: Proposal, revisionId?: string) => {
    const { sectionId } = await here.section(number);
    const fresh: NewSuggestion = { sectionId, authorId: author.id, proposal, reason, revisionId };
    return (await here.write((manager) => suggestions().publish(manager, fresh))).suggestion;
  };
  const accept = async (number: number, garant: Person, more: object = {}) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) =>
      acceptances().accept(manager, { number, viewer, statement: null, ...more }),
    );
  };
  const decline = async (number: number, garant: Person) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) => acceptances().decline(manager, { number, viewer, statement: 'Ne teď.' }));
  };
  const undo = async (number: number, garant: Person) => {
    const viewer = await here.viewer(garant);
    return here.write((manager) => acceptances().undo(manager, { number, viewer }));
  };
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? `${error.status} ${error.key ?? ''}`.trim() : error),
    );
  const mails = (subjectId: string) =>
    here.app.database.read.find(OutboxMail, { where: { subjectId }, order: { id: 'ASC' } });
  const stored = (number: number) => here.app.database.read.findOneByOrFail(Suggestion, { number });
  const newestVersion = async () => {
    const { id, versionNumber } = await here.point();
    return here.app.database.read.findOneByOrFail(PointVersion, { pointId: id, number: versionNumber });
  };
  const reword = (body: string, heading: string | null = null): Proposal => ({
    kind: 'reword',
    heading,
    body,
  });
  const headings = async () => (await here.sections()).map(({ heading }) => heading);

  afterEach(() => setClock());

  test('sent twice are one, numbered in the whole instance', async () => {
    const eva = await here.person('Eva');
    const sent = await Promise.all(
      Array.from({ length: 10 }, () => suggest(eva, 1, reword(`${texts.first} Dvakrát.`))),
    );
    expect(new Set(sent.map(({ number }) => number)).size).toBe(1);
    const other = await suggest(eva, 2, reword(`${texts.second} Jednou.`, 'Formuláře'));
    expect(other.number).toBe((sent[0]?.number ?? 0) + 1);
  });

  test('accepted become the next version, credited, recorded, and told to their author in one write', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { number, id } = await suggest(eva, 1, reword(texts.first.replace('hodinu', 'půl hodiny')));
    const before = await newestVersion();
    const version = await accept(number, jana, { statement: 'Dobrý nápad.' });
    expect(version).toMatchObject({
      number: before.number + 1,
      cause: 'acceptance',
      actorId: jana.id,
      authorId: eva.id,
      note: `Přijatý návrh č. ${number}`,
    });
    expect((await here.section(1)).body).toBe(texts.first.replace('hodinu', 'půl hodiny'));
    expect(await stored(number)).toMatchObject({
      state: 'accepted',
      versionId: version.id,
      decidedById: jana.id,
      statement: 'Dobrý nápad.',
    });
    const verbs = (await here.app.database.read.findBy(Activity, { subjectId: id })).map(({ verb }) => verb);
    expect(verbs).toEqual(['suggestion.published', 'suggestion.accepted']);
    const [mail, ...others] = await mails(id);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ recipient: eva.email, subject: `Váš návrh č. ${number} byl přijat` });
    expect(mail?.body).toContain('Dobrý nápad.');
    expect(mail?.body).toContain(`/navrhy/${number}`);
    expect(Date.parse(mail?.notBefore ?? '') - Date.parse(mail?.createdAt ?? '')).toBe(60_000);
  });

  test('are decided once by two hundred decisions at the same time: one version, one mail', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { number, id } = await suggest(eva, 2, reword(`${texts.second} Hned.`, 'Formuláře'));
    const before = await newestVersion();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        refusal(index % 3 === 0 ? decline(number, jana) : accept(number, jana)),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', '409 suggestions.refusal.decided']));
    const { state } = await stored(number);
    expect((await newestVersion()).number - before.number).toBe(state === 'accepted' ? 1 : 0);
    expect(await mails(id)).toHaveLength(1);
    const steps = await here.app.database.read.findBy(SuggestionEvent, { suggestionId: id });
    expect(steps.map(({ kind }) => kind)).toEqual(['published', state]);
  });

  test('keep to one course when their author and several garants act at the same time', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { number, id } = await suggest(eva, 2, reword(`${texts.second} Všude.`, 'Formuláře'));
    const viewer = await here.viewer(jana);
    const { sectionId, revisionId } = await here.section(2);
    const together = { sectionId, revisionId, viewer, numbers: [number], edited: null, statement: null };
    const before = await newestVersion();
    const acts = [
      () => accept(number, jana),
      () => here.write((manager) => get(Consolidations).publish(manager, together)),
      () => decline(number, jana),
      () => here.write((manager) => get(Considerations).consider(manager, { number, viewer })),
      () =>
        here.write((manager) => suggestions().withdraw(manager, { number, viewer: { accountId: eva.id } })),
      () =>
        here.write((manager) =>
          get(OwnWords).rewrite(manager, {
            number,
            viewer: { accountId: eva.id },
            how: 'edit',
            wording: { heading: 'Formuláře', body: `${texts.second} Všude a hned.` },
            reason,
            revisionId,
          }),
        ),
    ];
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        refusal((acts[(index * 7) % acts.length] ?? acts[0])?.() ?? Promise.resolve()),
      ),
    );
    const kinds = (
      await here.app.database.read.find(SuggestionEvent, {
        where: { suggestionId: id },
        order: { number: 'ASC' },
      })
    ).map(({ kind }) => kind);
    const ends = kinds.filter((kind) => ['accepted', 'declined', 'withdrawn'].includes(kind));
    expect(ends).toHaveLength(1);
    expect(kinds.at(-1)).toBe(ends[0]);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(kinds.length - 1);
    expect((await newestVersion()).number - before.number).toBe(ends[0] === 'accepted' ? 1 : 0);
    const decisions = (await mails(id)).filter(({ kind }) => /\.(accepted|declined)$/.test(kind));
    expect(decisions).toHaveLength(ends[0] === 'withdrawn' ? 0 : 1);
  });

  test('that touch different words are both accepted, those that collide are not', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const jana = await here.person('Jana', 'jana');
    const { body: base } = await here.section(1);
    const one = await suggest(eva, 1, reword(base.replace('sobotách', 'nedělích')));
    const two = await suggest(adam, 1, reword(base.replace('občanky', 'pasu')));
    const three = await suggest(adam, 1, reword(base.replace('sobotách', 'pátcích')));
    await accept(one.number, jana);
    await accept(two.number, jana);
    const both = base.replace('sobotách', 'nedělích').replace('občanky', 'pasu');
    expect((await here.section(1)).body).toBe(both);
    const version = await newestVersion();
    expect(await refusal(accept(three.number, jana))).toBe('409 suggestions.refusal.collides');
    expect(await stored(three.number)).toMatchObject({ state: 'open', versionId: null });
    expect(await newestVersion()).toEqual(version);
    expect(await mails(three.id)).toEqual([]);
    await accept(three.number, jana, {
      edited: { heading: null, body: both.replace('nedělích', 'víkendech') },
    });
    expect((await here.section(1)).body).toBe(both.replace('nedělích', 'víkendech'));
  });

  test('that the text says by now are overtaken by it', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const jana = await here.person('Jana', 'jana');
    const { body } = await here.section(3);
    const same = reword(`${body} Zdarma.`, 'Data');
    const [one, two] = [await suggest(eva, 3, same), await suggest(adam, 3, same)];
    await accept(one.number, jana);
    expect(await stored(two.number)).toMatchObject({ state: 'overtaken', decidedById: null });
    expect(await refusal(accept(two.number, jana))).toBe('409 suggestions.refusal.decided');
  });

  test('taken back after mending a text that no file could hold bring that text back', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { body: before } = await here.section(3);
    const sections = await here.sections();
    const parts = sections.map(({ heading, body }) => (heading === null ? body : `## ${heading}\n\n${body}`));
    const source = `---\ncampaignCategoryUid: zkusebni\ntitle: Úřad\n---\n\n${parts.join('\n\n')}\n`;
    const sourceSections = JSON.stringify(sections.map(({ sectionId }) => sectionId));
    const { id } = await here.point();
    await here.write((manager) => manager.update(Point, { id }, { source, sourceSections }));
    const unwritable = `${before}\n\n## Nadpis uprostřed\n\nDalší text.`;
    await here.reword(3, unwritable);
    const { number } = await suggest(eva, 3, reword(`${before} Bez nadpisu.`, 'Data'));
    await accept(number, jana);
    await undo(number, jana);
    expect((await here.section(3)).body).toBe(unwritable);
    await here.reword(3, before);
    await here.write((manager) => manager.update(Point, { id }, { source: '', sourceSections: '[]' }));
  });

  test('of a new section put it after theirs; of removing one, take it out and bring it back by undo', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const before = await here.sections();
    const add = await suggest(eva, 2, { kind: 'add', heading: 'Podpora', body: 'Linka zdarma.' });
    await accept(add.number, jana);
    expect(await headings()).toEqual([null, 'Formuláře', 'Podpora', 'Data']);
    expect((await here.sections())[2]).toMatchObject({ kind: 'heading', number: 4 });
    await undo(add.number, jana);
    expect(await here.sections()).toEqual(before);

    const remove = await suggest(eva, 2, { kind: 'remove', heading: 'Formuláře', body: '' });
    await accept(remove.number, jana);
    expect(await headings()).toEqual([null, 'Data']);
    await undo(remove.number, jana);
    expect(await here.sections()).toEqual(before);
    expect(await stored(remove.number)).toMatchObject({ state: 'open', versionId: null, decidedAt: null });
    expect((await mails(remove.id)).map(({ cancelledAt }) => cancelledAt === null)).toEqual([false]);
  });

  test('of removing a section that changed since need a confirmation', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const remove = await suggest(eva, 2, { kind: 'remove', heading: 'Formuláře', body: '' });
    await here.reword(2, 'Formuláře budou jen na internetu.');
    expect(await refusal(accept(remove.number, jana))).toBe('409 suggestions.refusal.movedBeforeRemoval');
    await accept(remove.number, jana, { confirmed: true });
    const gone = await suggestions().find(remove.number);
    expect(gone?.place.revisionId).toBeNull();
    const late: NewSuggestion = {
      sectionId: remove.sectionId,
      authorId: eva.id,
      proposal: reword('Jinak.'),
      reason,
    };
    expect(await refusal(here.write((manager) => suggestions().publish(manager, late)))).toBe(
      '409 feedback.refusal.sectionGone',
    );
    await undo(remove.number, jana);
  });

  test('declined can be taken back within a minute, and their mail never leaves', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { number, id } = await suggest(eva, 1, reword('Něco docela jiného, než tu stojí.'));
    await decline(number, jana);
    expect(await stored(number)).toMatchObject({ state: 'declined', statement: 'Ne teď.' });
    await undo(number, jana);
    expect(await stored(number)).toMatchObject({ state: 'open', statement: null, decidedById: null });
    const [mail] = await mails(id);
    expect(mail?.cancelledAt).not.toBeNull();
    await decline(number, jana);
    setClock(() => new Date(Date.now() + 61_000));
    expect(await refusal(undo(number, jana))).toBe('409 suggestions.refusal.tooLate');
    expect((await mails(id)).filter(({ cancelledAt }) => cancelledAt === null)).toHaveLength(1);
  });

  test('accepted are not taken back once the text has changed again', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { body } = await here.section(3);
    const { number } = await suggest(eva, 3, reword(`${body} Pravidelně.`, 'Data'));
    await accept(number, jana);
    await here.reword(1, 'Kraj otevře úřad každý den.');
    expect(await refusal(undo(number, jana))).toBe('409 suggestions.refusal.changedSince');
    expect(await stored(number)).toMatchObject({ state: 'accepted' });
  });

  test('are not there for a garant of other points, nor for those who are none', async () => {
    const eva = await here.person('Eva');
    const petr = await here.person('Petr', 'nekdo-jiny');
    const { number } = await suggest(eva, 1, reword('Úplně jiný text.'));
    for (const stranger of [petr, eva]) {
      expect(await refusal(accept(number, stranger))).toBe('404');
      expect(await refusal(decline(number, stranger))).toBe('404');
      expect(await refusal(undo(number, stranger))).toBe('404');
    }
    expect(await stored(number)).toMatchObject({ state: 'open' });
  });

  test('are withdrawn by their author only, and only while nothing is decided', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const jana = await here.person('Jana', 'jana');
    const proposal = reword('Text ke stažení.');
    const { number } = await suggest(eva, 1, proposal);
    const withdraw = (number: number, viewer: Person) =>
      refusal(
        here.write((manager) =>
          suggestions().withdraw(manager, { number, viewer: { accountId: viewer.id } }),
        ),
      );
    expect(await withdraw(number, adam)).toBe('403 suggestions.refusal.notYours');
    expect(await withdraw(number, eva)).toBe('done');
    expect(await withdraw(number, eva)).toBe('409 suggestions.refusal.decided');
    expect(await refusal(accept(number, jana))).toBe('409 suggestions.refusal.decided');
    const again = await suggest(eva, 1, proposal);
    expect(again.number).not.toBe(number);
    await decline(again.number, jana);
    expect(await withdraw(again.number, eva)).toBe('409 suggestions.refusal.decided');
  });
});
