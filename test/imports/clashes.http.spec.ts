import { beforeAll, expect, test } from 'vitest';
import { ContentImport } from '../../src/programme/content-import.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { Section } from '../../src/programme/section.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { testApplication } from '../support/application.js';
import { eachDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';

const text = {
  buses: 'Autobusy pojedou každou hodinu od rána do večera a v neděli také, aby se lidé dostali za rodinou.',
  trains: 'Vlaky na hlavních tratích čekají na přípoje a jízdní řád se mění jen jednou za rok.',
  bikes: 'Podél krajských silnic vzniknou stezky pro kola, nejdřív tam, kde děti jezdí do školy.',
  roads: 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.',
  ferries: 'Přívozy přes řeku zůstanou zdarma a v létě budou jezdit až do setmění.',
};
const header = { title: 'Doprava', uid: 'doprava', order: '1', garant: 'jiri.jaros' };
type Texts = Omit<typeof text, 'ferries'> & { ferries?: string };
const fileOf = ({ buses, trains, bikes, roads, ferries }: Texts) =>
  pointFile(
    header,
    ['Autobusy', buses],
    ['Vlaky', trains],
    ['Kola', bikes],
    ['Silnice', roads],
    ...(ferries ? [['Přívozy', ferries] as [string, string]] : []),
  );
const ferries = text.ferries.replace('až do setmění', 'až do půlnoci');

eachDatabase('a file that collides with what was changed here', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let staff: Visitor;
  let garant: Visitor;
  let citizen: Visitor;
  let here: string;
  const path = 'kraj/doprava.md';
  const others = {
    buses: text.buses.replace('každou hodinu', 'jednou za den'),
    trains: text.trains.replace('jednou za rok', 'dvakrát za rok'),
    bikes: text.bikes.replace('kola', 'kola i chodce'),
    roads: text.roads.replace('zveřejníme', 'vystavíme na úřední desce'),
  };

  beforeAll(async () => {
    [staff, garant, citizen] = await Promise.all([
      signedIn(app, 'sprava'),
      signedIn(app, 'garant'),
      signedIn(app, 'obcan'),
    ]);
    const first = await staff.uploadZip('whole', {
      'programmes.yaml': 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n',
      'people/jaros.md': '---\nuid: jiri.jaros\nname: Jiří Jaroš\n---\n',
      [path]: fileOf(text),
    });
    await staff.post(`${first}/provedeni`);
    await accepted(1, { kind: 'reword', body: text.buses.replace('každou hodinu', 'každou půlhodinu') });
    await edited(2, text.trains.replace('jednou za rok', 'třikrát za rok'), 'Podle smlouvy s dopravcem.');
    await accepted(3, { kind: 'remove', body: '' });
    await accepted(5, { kind: 'reword', body: ferries });
    here = await staff.uploadZip('partial', { [path]: fileOf(others) });
  });

  test('a garant whom only an earlier import named is known', async () => {
    expect((await staff.get(here)).text).not.toContain('upozornění');
    const file = fileOf(others).replace('jiri.jaros', 'nikdo.takovy');
    await staff.post(`${here}/zruseni`);
    const other = await staff.uploadZip('partial', { [path]: file });
    expect((await staff.get(`${other}/soubory/0`)).text).toContain('garant „nikdo.takovy“ není');
    await staff.post(`${other}/zruseni`);
    here = await staff.uploadZip('partial', { [path]: fileOf(others) });
  });

  test('the rehearsal names the suggestion and the edit that would be overwritten, with whose they are', async () => {
    const page = wordsOf((await staff.get(here)).text);
    expect(page).toContain('Ve 4 částech soubor přepisuje změny udělané tady.');
    expect(page).toContain('přepisuje změnu udělanou tady');
    const file = await staff.get(`${here}/soubory/0`);
    const notices = noticesOf(file.text);
    expect(notices).toHaveLength(4);
    expect(notices[0]).toMatch(
      /Soubor přepisuje, co se změnilo tady: přijatý návrh č\. 1 \( ?Jana Dvořáková ?, rozhodnutí: Jiří Jaroš ?, .* Ponechat dnešní znění/,
    );
    expect(notices[1]).toMatch(/úprava ve verzi 3 \( ?Jiří Jaroš ?, .*\): Podle smlouvy s dopravcem\./);
    expect(notices[2]).toMatch(/přijatý návrh č\. 2 .* Nechat část vypuštěnou/);
    expect(notices[3]).toMatch(/vypouští, a s ní i to, .* přijatý návrh č\. 3 .* Nechat část v textu/);
    expect(file.text).toContain('href="/navrhy/1"');
    expect(file.text).toContain('href="/program/kraj/doprava/verze/2..3"');
    expect(wordsOf((await staff.get(`/en${here}/soubory/0`)).text)).toContain('edit in version 3');
  });

  test('what is no clash, or no such section, cannot be kept', async () => {
    const wrong = [
      { incoming: '3', section: await sectionId(4), wording: 'today' },
      { incoming: '0', section: await sectionId(2), wording: 'today' },
      { incoming: '0', section: 'x', wording: 'today' },
      { incoming: '0', section: await sectionId(1), wording: 'mine' },
      { incoming: '99', section: await sectionId(1), wording: 'today' },
      { incoming: '', section: await sectionId(1), wording: 'today' },
    ];
    for (const fields of wrong)
      expect((await staff.post(`${here}/soubory/0/zneni`, fields)).status).toBe(422);
    const fields = { incoming: '0', section: await sectionId(1), wording: 'today' };
    for (const somebody of [citizen, garant])
      expect((await somebody.post(`${here}/soubory/0/zneni`, fields)).status).toBe(403);
  });

  test('staff keep what is in the text today, or change their mind', async () => {
    await keep(0, 1, 'today');
    await keep(1, 2, 'today');
    await keep(2, 3, 'today');
    const file = await staff.get(`${here}/soubory/0`);
    expect(noticesOf(file.text)[0]).toMatch(
      /V souboru je jiné znění, ale ponecháte.*Použít znění ze souboru/,
    );
    expect(wordsOf(file.text)).toContain('určeno ručně');
    expect(wordsOf(file.text)).toMatch(/vloženo\s+jednou za den/);
    expect(wordsOf((await staff.get(here)).text)).toContain('3 části určené ručně');
    await keep(1, 2, 'file');
    await keep(null, 5, 'today');
    expect(noticesOf((await staff.get(`${here}/soubory/0`)).text)[3]).toMatch(
      /zůstane v textu, .* Vypustit ji podle souboru/,
    );
    await keep(null, 5, 'file');
    expect(noticesOf((await staff.get(`${here}/soubory/0`)).text)[3]).toContain('Soubor část vypouští');
    await keep(null, 5, 'today');
    expect(noticesOf((await staff.get(`${here}/soubory/0`)).text)[1]).toContain('Soubor přepisuje');
    expect(wordsOf((await staff.get(here)).text)).toContain('3 části určené ručně');
  });

  test('carrying it out keeps just that, and the same file does not ask again', async () => {
    await staff.post(`${here}/provedeni`);
    const kept = [
      text.buses.replace('každou hodinu', 'každou půlhodinu'),
      others.trains,
      others.roads,
      ferries,
    ];
    expect(await bodies()).toEqual(kept);
    const { source } = await app.database.read.findOneByOrFail(Point, { path });
    expect(source).toBe(fileOf(others));
    expect(noticesOf((await staff.get(`${here}/soubory/0`)).text)[0]).toContain('přijatý návrh č. 1');
    const again = await staff.uploadZip('partial', { [path]: fileOf(others) });
    expect(wordsOf((await staff.get(again)).text)).toContain('se nezmění žádný');
    await staff.post(`${again}/zruseni`);
    const roads = others.roads.replace('Silnice', 'Silnice i mosty');
    const other = await staff.uploadZip('partial', { [path]: fileOf({ ...others, roads }) });
    expect(wordsOf((await staff.get(other)).text)).not.toContain('přepisuje');
    await staff.post(`${other}/provedeni`);
    expect(await bodies()).toEqual([...kept.slice(0, 2), roads, ferries]);
    expect(await app.database.read.countBy(ContentImport, { state: 'done' })).toBe(3);
  });

  /** @param incoming null where the file does not have the section. */
  async function keep(incoming: number | null, number: number, wording: 'today' | 'file'): Promise<void> {
    const fields = { incoming: String(incoming ?? ''), section: await sectionId(number), wording };
    const { status, location } = await staff.post(`${here}/soubory/0/zneni`, fields);
    const anchor = incoming === null ? `#drive-${number}` : `#cast-${incoming}`;
    expect([status, location.endsWith(anchor)]).toEqual([303, true]);
  }

  async function accepted(number: number, proposal: { kind: string; body: string }): Promise<void> {
    const { status } = await citizen.post(`/program/kraj/doprava/sekce/${number}/navrh`, {
      ...proposal,
      heading: (await section(number))?.heading ?? '',
      reason: 'Tak to lidem vyhovuje víc.',
      revize: (await section(number))?.revisionId ?? '',
      intent: 'send',
    });
    expect(status).toBe(303);
    const [newest] = await app.database.read.find(Suggestion, { order: { number: 'DESC' }, take: 1 });
    const answer = await garant.post(`/garant/navrhy/${newest?.number}/prijeti`, { statement: 'Děkujeme.' });
    expect(answer.status).toBe(303);
  }

  async function edited(number: number, body: string, note: string): Promise<void> {
    const { heading, revisionId } = (await section(number)) ?? {};
    const fields = { heading: heading ?? '', body, note, revize: revisionId ?? '', intent: 'send' };
    expect((await garant.post(`/program/kraj/doprava/sekce/${number}/uprava`, fields)).status).toBe(303);
  }

  async function bodies(): Promise<string[]> {
    const point = await app.database.read.findOneByOrFail(Point, { path });
    return (await app.application.get(Points).sections(point)).map(({ body }) => body);
  }

  async function section(number: number) {
    return (await app.application.get(Points).findSection('kraj', 'doprava', number))?.section;
  }

  async function sectionId(number: number): Promise<string> {
    const { id: pointId } = await app.database.read.findOneByOrFail(Point, { path });
    return (await app.database.read.findOneByOrFail(Section, { pointId, number })).id;
  }
});

/** The notices about clashes on the page of a file, in words. */
function noticesOf(html: string): string[] {
  return [...html.matchAll(/<div class="notice[^>]*>(.*?)<\/div>/gs)].map(([, inner = '']) =>
    inner.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '),
  );
}
