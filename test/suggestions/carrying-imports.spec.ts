import { beforeAll, expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import { Considerations } from '../../src/suggestions/considerations.service.js';
import type { Proposal } from '../../src/suggestions/proposal.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionEvent } from '../../src/suggestions/suggestion-event.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { type Person, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

const text = {
  buses:
    'Z každé obce pojede ve všední den aspoň jeden spoj za hodinu, o víkendu jeden za dvě hodiny a na přestupu se čeká.',
  roads:
    'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek každý rok zveřejníme na mapě.',
  bikes:
    'Mezi městy postavíme stezky pro kola oddělené od aut a u každého nádraží bude krytý stojan pod kamerou.',
  ponds:
    'Obnovíme tůně, meandry a mokřady, které v krajině bývaly, a obcím zaplatíme projekt i všechna povolení.',
};

type Part = [heading: string, body: string];
const file = (uid: string, parts: Part[]) =>
  `---\ncampaignCategoryUid: kraj\nuid: ${uid}\ntitle: Bod ${uid}\ngarant: jana\n---\n\n${parts
    .map(([heading, body]) => `## ${heading}\n\n${body}`)
    .join('\n\n')}\n`;
const programmes = 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n';
const before: Record<string, string> = {
  'doprava.md': file('doprava', [
    ['Autobusy', text.buses],
    ['Silnice', text.roads],
    ['Kola', text.bikes],
  ]),
  'voda.md': file('voda', [['Voda', text.ponds]]),
};

eachDatabase('suggestions that wait while texts are imported', (database) => {
  const here = world(database);
  const get = <T>(type: new (...args: never[]) => T) => here.app.application.get<T>(type);
  const read = () => here.app.database.read;
  let eva: Person;
  let jana: Person;

  const bring = async (files: Record<string, string>) => {
    const all = Object.entries({ ...files, 'programmes.yaml': programmes });
    const fresh = {
      origin: 'upload',
      originName: 'texty.zip',
      scope: 'whole',
      actorId: jana.id,
      files: all.map(([path, content]) => ({ path, bytes: Buffer.from(content) })),
    } as const;
    const { id } = await here.write((manager) => get(ImportJobs).begin(manager, fresh));
    await get(ImportJobs).rehearse(id);
    await get(ImportJobs).carryOut(id);
  };
  const section = async (path: string, heading: string): Promise<SectionText> => {
    const point = await read().findOneByOrFail(Point, { path });
    const found = (await get(Points).sections(point)).find((one) => one.heading === heading);
    if (!found) throw new Error(`${path} has no ${heading}`);
    return found;
  };
  const suggest = async (path: string, heading: string, proposal: Partial<Proposal>, author = eva) => {
    const { sectionId, body } = await section(path, heading);
    const whole: Proposal = { kind: 'reword', heading, body, ...proposal };
    const fresh = { sectionId, authorId: author.id, proposal: whole, reason: 'Bude to lepší.' };
    return (await here.write((manager) => get(Suggestions).publish(manager, fresh))).suggestion;
  };
  const stored = ({ number }: Suggestion) => read().findOneByOrFail(Suggestion, { number });
  const steps = async ({ id }: Suggestion) =>
    (await read().find(SuggestionEvent, { where: { suggestionId: id }, order: { number: 'ASC' } })).map(
      ({ kind }) => kind,
    );
  const mails = () =>
    read().find(OutboxMail, {
      where: { recipient: eva.email, kind: 'suggestions.moved' },
      order: { id: 'ASC' },
    });
  const oftener = { body: text.buses.replace('hodinu, o', 'půlhodinu, o') };
  const twoParts = (first: string, second: string) => `${first}\n\n${second}`;

  beforeAll(async () => {
    jana = await here.person('Jana', 'jana');
  });
  const begin = async () => {
    eva = await here.person('Eva');
    await bring(before);
  };

  test('go with a merged section and come home when it is cut out anew, and only a removal does not', async () => {
    await begin();
    const roads = await section('doprava.md', 'Silnice');
    const buses = await section('doprava.md', 'Autobusy');
    const change = await suggest('doprava.md', 'Autobusy', oftener);
    const addition = await suggest('doprava.md', 'Autobusy', {
      kind: 'add',
      heading: 'Vlaky',
      body: 'Vlaky také.',
    });
    const removal = await suggest('doprava.md', 'Autobusy', { kind: 'remove', body: '' });
    const merged = {
      ...before,
      'doprava.md': file('doprava', [
        ['Silnice', twoParts(text.roads, text.buses)],
        ['Kola', text.bikes],
      ]),
    };
    await bring(merged);
    expect(await stored(change)).toMatchObject({
      sectionId: roads.sectionId,
      standing: 'merged',
      ...oftener,
    });
    expect(await stored(addition)).toMatchObject({
      sectionId: roads.sectionId,
      standing: 'fits',
      state: 'open',
    });
    expect(await stored(removal)).toMatchObject({ sectionId: buses.sectionId, state: 'overtaken' });
    expect((await stored(change)).dedupeKey).not.toBe(change.dedupeKey);
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    for (const { number } of [change, removal]) expect(mail?.body).toContain(`/navrhy/${number}\n`);
    expect(mail?.body).not.toContain(`/navrhy/${addition.number}\n`);
    await bring(before);
    expect(await stored(change)).toMatchObject({
      sectionId: buses.sectionId,
      standing: 'fits',
      dedupeKey: change.dedupeKey,
    });
    expect(await stored(addition)).toMatchObject({ sectionId: buses.sectionId, state: 'open' });
    expect(await steps(change)).toEqual(['published', 'merged', 'fits']);
    expect(await mails()).toHaveLength(1);
  });

  test('go with their section to another point, are tried there, and recorded there', async () => {
    await begin();
    const bikes = await section('doprava.md', 'Kola');
    const change = await suggest('doprava.md', 'Kola', {
      body: text.bikes.replace('stezky', 'široké stezky'),
    });
    const clash = await suggest('doprava.md', 'Kola', { body: text.bikes.replace('městy', 'vesnicemi') });
    await bring({
      'doprava.md': file('doprava', [
        ['Autobusy', text.buses],
        ['Silnice', text.roads],
      ]),
      'voda.md': file('voda', [
        ['Voda', text.ponds],
        ['Kola', text.bikes.replace('městy', 'obcemi')],
      ]),
    });
    expect((await section('voda.md', 'Kola')).sectionId).toBe(bikes.sectionId);
    expect(await stored(change)).toMatchObject({ sectionId: bikes.sectionId, standing: 'merged' });
    expect(await stored(clash)).toMatchObject({ sectionId: bikes.sectionId, standing: 'collides' });
    const point = await read().findOneByOrFail(Point, { path: 'voda.md' });
    const entries = await read().findBy(Activity, { subjectId: clash.id, verb: 'suggestion.collided' });
    expect(entries).toMatchObject([{ pointId: point.id, programmeId: point.programmeId, actorId: null }]);
    await bring(before);
  });

  test('stay with what is left where their section is split, and are overtaken where it is dropped', async () => {
    await bring({
      ...before,
      'doprava.md': file('doprava', [
        ['Cesty', twoParts(text.buses, text.bikes)],
        ['Silnice', text.roads],
      ]),
    });
    eva = await here.person('Eva');
    const body = twoParts(oftener.body, text.bikes);
    const onSplit = await suggest('doprava.md', 'Cesty', { body });
    const dropped = await suggest('doprava.md', 'Silnice', { body: `${text.roads} Poctivě.` });
    await bring({
      ...before,
      'doprava.md': file('doprava', [
        ['Cesty', text.buses],
        ['Kola', text.bikes],
      ]),
    });
    const row = await stored(onSplit);
    expect(row.state).toBe('open');
    expect(row.sectionId).toBe((await section('doprava.md', 'Cesty')).sectionId);
    expect(await stored(dropped)).toMatchObject({ state: 'overtaken', dedupeKey: null });
    expect(await steps(dropped)).toEqual(['published', 'gone']);
    await bring(before);
  });

  test('rest with a point that leaves the programme and wait again when it is back', async () => {
    await begin();
    const change = await suggest('voda.md', 'Voda', { body: text.ponds.replace('tůně', 'tůně a rybníky') });
    const considered = await suggest('voda.md', 'Voda', { body: text.ponds.replace('obcím', 'městům') });
    const viewer = await here.viewer(jana);
    const { number } = considered;
    await here.write((manager) => get(Considerations).consider(manager, { number, viewer }));
    const { 'doprava.md': transport } = before;
    await bring({ 'doprava.md': transport ?? '' });
    for (const one of [change, considered])
      expect(await stored(one)).toMatchObject({ state: 'overtaken', overtakenById: null, dedupeKey: null });
    const [left] = await mails();
    expect(left?.body).toContain('už v programu není');
    expect(left?.body).toContain(`Návrh č. ${change.number}: zůstává k přečtení`);
    const page = await here.get(`/navrhy/${change.number}`);
    expect(page.text).toContain('Kdyby se do něj vrátil, bude návrh zase čekat');
    expect(page.text).toContain('Bod odešel z programu, návrh odpočívá');
    const reopening = { number, viewer, statement: 'Zkusíme to.' };
    const refused = here
      .write((manager) => get(Considerations).reopen(manager, reopening))
      .catch((error) => error);
    expect(await refused).toBeInstanceOf(Refusal);
    // Another import while the point is out makes no difference.
    await bring({ 'doprava.md': `${transport} Ještě něco.\n` });
    await bring({ ...before, 'voda.md': (before['voda.md'] ?? '').replace('meandry', 'zákruty') });
    expect(await stored(change)).toMatchObject({
      state: 'open',
      standing: 'merged',
      dedupeKey: change.dedupeKey,
      decidedAt: null,
    });
    expect(await stored(considered)).toMatchObject({ state: 'considered', standing: 'merged' });
    expect(await steps(change)).toEqual(['published', 'rests', 'returned', 'merged']);
    const told = (await mails()).find(({ id }) => id !== left?.id);
    expect(told?.body).toContain('je v programu zpátky');
    expect(await mails()).toHaveLength(2);
  });
});
