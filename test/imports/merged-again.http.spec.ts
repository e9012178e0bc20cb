import { beforeAll, expect, test } from 'vitest';
import { Point } from '../../src/programme/point.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Section } from '../../src/programme/section.entity.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';

const text = {
  buses:
    'Autobusy pojedou každou hodinu od rána do večera a v neděli také, aby se lidé dostali za rodinou i do kostela.',
  trains:
    'Vlaky na hlavních tratích čekají na přípoje a jízdní řád se mění jen jednou za rok, po dohodě s obcemi.',
  bikes: 'Podél krajských silnic vzniknou stezky pro kola, nejdřív tam, kde děti jezdí samy do školy.',
  roads: 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.',
};
const said = { 1: 'Ať jezdí i v noci.', 2: 'Ať mají zásuvky.', 3: 'Ať jsou osvětlené.' };
const roads: [string, string] = ['Silnice', text.roads];

eachDatabase('sections merged in one import after another', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  const path = 'kraj/doprava.md';
  let staff: Visitor;
  let citizen: Visitor;

  beforeAll(async () => {
    [staff, citizen] = await Promise.all([signedIn(app, 'sprava'), signedIn(app, 'obcan')]);
    await imported(['Autobusy', text.buses], ['Vlaky', text.trains], ['Kola', text.bikes], roads);
    for (const [number, body] of Object.entries(said)) {
      const context = await app.application.get(Points).findSection('kraj', 'doprava', Number(number));
      const revize = context?.section.revisionId ?? '';
      const { status } = await citizen.post(`/program/kraj/doprava/sekce/${number}/komentare`, {
        body,
        revize,
      });
      expect(status).toBe(303);
    }
  });

  test('what was said is shown where the text went, at whatever remove', async () => {
    const both = `${text.trains}\n\n${text.buses}`;
    await imported(['Vlaky', both], ['Kola', text.bikes], roads);
    expect(await shownAt(2)).toEqual([1, 2]);
    await imported(['Kola', `${text.bikes}\n\n${both}`], roads);
    expect(await shownAt(3)).toEqual([1, 2, 3]);
    expect(await intoOf()).toEqual([2, 3, null, null]);
  });

  test('what comes out of it again takes along what belongs to it', async () => {
    await imported(['Kola', text.bikes], ['Vlaky', `${text.trains}\n\n${text.buses}`], roads);
    expect(await intoOf()).toEqual([2, null, null, null]);
    expect([await shownAt(2), await shownAt(3)]).toEqual([[1, 2], [3]]);
  });

  test('the first may take in the one it had become part of, and nothing goes round in circles', async () => {
    await imported(['Autobusy', text.buses], ['Vlaky', text.trains], ['Kola', text.bikes], roads);
    expect(await intoOf()).toEqual([null, null, null, null]);
    await imported(['Autobusy', `${text.buses}\n\n${text.trains}`], ['Kola', text.bikes], roads);
    expect(await intoOf()).toEqual([null, 1, null, null]);
    expect(await shownAt(1)).toEqual([1, 2]);
  });

  test('what became part of a section that is archived stays to be read there and at its own address', async () => {
    await imported(['Kola', text.bikes], roads);
    expect(await intoOf()).toEqual([null, 1, null, null]);
    expect(await shownAt(1)).toEqual([1, 2]);
    expect(await shownAt(2)).toEqual([2]);
  });

  async function imported(...sections: [string, string][]): Promise<void> {
    const here = await staff.uploadZip('partial', {
      'programmes.yaml': 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n',
      [path]: pointFile({ title: 'Doprava', uid: 'doprava', order: '1' }, ...sections),
    });
    await staff.post(`${here}/provedeni`);
    expect(wordsOf((await staff.get(here)).text)).toContain('Hotovo, import je provedený.');
  }

  /** Numbers of the sections whose comments are on the page of this one. */
  async function shownAt(number: number): Promise<number[]> {
    const { status, text: page } = await staff.get(`/program/kraj/doprava/sekce/${number}`);
    expect(status).toBe(200);
    return Object.entries(said).flatMap(([of, body]) => (page.includes(body) ? [Number(of)] : []));
  }

  /** For each section by number, that of the one it became part of. */
  async function intoOf(): Promise<(number | null)[]> {
    const { id: pointId } = await app.database.read.findOneByOrFail(Point, { path });
    const sections = await app.database.read.find(Section, { where: { pointId }, order: { number: 'ASC' } });
    const numbers = new Map(sections.map(({ id, number }) => [id, number]));
    return sections.map(({ mergedIntoId }) => numbers.get(mergedIntoId ?? '') ?? null);
  }
});
