import { beforeAll, expect, test } from 'vitest';
import { Points } from '../../src/programme/points.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';

const buses =
  'Autobusy pojedou každou hodinu od rána do večera a v neděli také, aby se lidé dostali za rodinou.';
const transport = pointFile({ title: 'Doprava', uid: 'doprava', order: '1' }, ['Autobusy', buses]);
const schools = pointFile({ title: 'Školy', uid: 'skoly', order: '2' }, [
  'Přechody',
  'U každé školy vznikne bezpečný přechod a děti si plán cest projdou samy.',
]);
const programmes = 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n';

eachDatabase('a point that an import brings back', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let staff: Visitor;
  let citizen: Visitor;

  beforeAll(async () => {
    [staff, citizen] = await Promise.all([signedIn(app, 'sprava'), signedIn(app, 'obcan')]);
    await carriedOut({ 'kraj/doprava.md': transport, 'kraj/skoly.md': schools });
    const section = (await app.application.get(Points).findSection('kraj', 'doprava', 1))?.section;
    const sent = await citizen.post('/program/kraj/doprava/sekce/1/navrh', {
      kind: 'reword',
      heading: 'Autobusy',
      body: buses.replace('každou hodinu', 'každou půlhodinu'),
      reason: 'Tak to lidem vyhovuje víc.',
      revize: section?.revisionId ?? '',
      intent: 'send',
    });
    expect(sent.status).toBe(303);
    await carriedOut({ 'kraj/skoly.md': schools });
  });

  test('is rehearsed with the suggestions that rest with it and will wait again', async () => {
    expect(await state()).toBe('overtaken');
    const here = await staff.uploadZip(
      'whole',
      files({ 'kraj/doprava.md': transport, 'kraj/skoly.md': schools }),
    );
    const pages = await Promise.all([0, 1, 2].map((file) => staff.get(`${here}/soubory/${file}`)));
    const telling = pages.filter(({ text }) => text.includes('Návrhy, které se vrátí'));
    expect(telling.map(({ text }) => wordsOf(text))).toEqual([expect.stringContaining('Doprava')]);
    expect(telling[0]?.text).toContain('href="/navrhy/1"');
    await staff.post(`${here}/provedeni`);
    expect(await state()).toBe('open');
    for (const file of [0, 1, 2])
      expect((await staff.get(`${here}/soubory/${file}`)).text).not.toContain('Návrhy, které se vrátí');
  });

  async function carriedOut(texts: Record<string, string>): Promise<void> {
    await staff.post(`${await staff.uploadZip('whole', files(texts))}/provedeni`);
  }

  function files(texts: Record<string, string>): Record<string, string> {
    return { 'programmes.yaml': programmes, ...texts };
  }

  async function state(): Promise<string | undefined> {
    return (await app.database.read.findOneBy(Suggestion, { number: 1 }))?.state;
  }
});
