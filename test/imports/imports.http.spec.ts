import { Like } from 'typeorm';
import { beforeAll, describe, expect, test } from 'vitest';
import { ImportJobs } from '../../src/programme/import/import-jobs.service.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points } from '../../src/programme/points.service.js';
import { testApplication } from '../support/application.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';
import { pointFile, signedIn, type Visitor, wordsOf } from './staff.js';
import { zipOf } from './zips.js';

const buses =
  'Autobusy pojedou každou hodinu od rána do večera a v neděli také, aby se lidé dostali za rodinou i do kostela.';
const trains =
  'Vlaky na hlavních tratích čekají na přípoje a jízdní řád se mění jen jednou za rok, po dohodě s obcemi.';
const bikes = 'Podél krajských silnic vzniknou stezky pro kola, nejdřív tam, kde děti jezdí do školy.';
const programmes = 'programmes:\n  - uid: kraj\n    title: Kraj\n    opens: 2020-01-01\n';
const doprava = pointFile(
  { title: 'Doprava', uid: 'doprava', order: '1' },
  ['Autobusy', buses],
  ['Vlaky', trains],
  ['Kola', bikes],
);
const skoly = pointFile({ title: 'Školy', uid: 'skoly', order: '2' }, [
  'Učitelé',
  'Učitelé dostanou víc peněz za víc práce s dětmi, které to potřebují.',
]);

eachDatabase('staff import content', (store) => {
  const app = testApplication(store, { DEMO: 'true' });
  let staff: Visitor;
  let citizen: Visitor;

  beforeAll(async () => {
    staff = await signedIn(app, 'sprava');
    citizen = await signedIn(app, 'obcan');
  });

  const bodies = async () => {
    const point = await app.database.read.findOneByOrFail(Point, { path: 'kraj/doprava.md' });
    return (await app.application.get(Points).sections(point)).map(
      ({ heading, body }) => `${heading}: ${body}`,
    );
  };

  test('beginning with nothing: the page says so and offers both ways', async () => {
    const { status, text } = await staff.get('/sprava/import');
    expect(status).toBe(200);
    expect(wordsOf(text)).toContain('Zatím se nic neimportovalo');
    expect(wordsOf((await staff.get('/sprava')).text)).toContain('Import textů');
  });

  test('a rehearsal writes nothing, and carrying it out does what it said', async () => {
    const here = await staff.uploadZip('whole', {
      'programmes.yaml': programmes,
      'kraj/doprava.md': doprava,
      'kraj/skoly.md': skoly,
    });
    const rehearsed = wordsOf((await staff.get(here)).text);
    expect(rehearsed).toContain('Nanečisto: zatím se nic nezměnilo.');
    expect(rehearsed).toContain('3 nové');
    expect(rehearsed).toContain('4 nové');
    expect(await app.database.read.count(Point)).toBe(0);
    const files = [0, 1, 2].map((position) => staff.get(`${here}/soubory/${position}`));
    const pages = (await Promise.all(files)).map(({ text }) => text);
    const silent = pages.filter((page) => page.includes('V tomto souboru se na textu nic nemění.'));
    expect(silent).toHaveLength(1);
    expect(silent[0]).toContain('programmes.yaml');
    // Nobody said anything yet: no list of what becomes of it, not even an empty one.
    for (const page of pages) expect(page).not.toContain('import-effects');
    const { status, location } = await staff.post(`${here}/provedeni`);
    expect([status, location]).toEqual([303, here]);
    expect(wordsOf((await staff.get(here)).text)).toContain('Hotovo, import je provedený.');
    expect(await bodies()).toEqual([`Autobusy: ${buses}`, `Vlaky: ${trains}`, `Kola: ${bikes}`]);
  });

  test('a rehearsal says what becomes of sections and of what people said', async () => {
    const address = '/program/kraj/doprava/sekce/1';
    const revision = await revisionOf(1);
    await citizen.post(`${address}/komentare`, { body: 'Ať jezdí i v noci.', revize: revision });
    await citizen.post(`${address}/hlas`, { volba: 'agree', revize: revision });
    await citizen.post(`${address}/navrh`, {
      kind: 'reword',
      heading: 'Autobusy',
      body: buses.replace('do kostela', 'na hřbitov'),
      reason: 'Na hřbitov jezdí víc lidí.',
      revize: revision,
      intent: 'send',
    });
    const changed = pointFile(
      { title: 'Doprava v kraji', uid: 'doprava', order: '1' },
      ['Kola', bikes],
      ['Autobusy', buses.replace('každou hodinu', 'každou půlhodinu')],
      ['Lodě', 'Po řece bude jezdit přívoz.'],
    );
    const here = await staff.uploadZip('partial', { 'kraj/doprava.md': changed });
    const page = wordsOf((await staff.get(here)).text);
    expect(page).toContain('1 změněný');
    expect(page).toContain('1 upravená, 1 nová, 1 archivovaná');
    expect(page).toContain('Dotčené příspěvky: 1 komentář, 1 hlas, 1 otevřený návrh.');
    const file = wordsOf((await staff.get(`${here}/soubory/0`)).text);
    expect(file).toContain('1 komentář zůstane, s odkazem na tehdejší znění');
    expect(file).toContain('1 hlas se stane hlasem ke staršímu znění');
    expect(file).toContain('použije se po sloučení s novým zněním');
    expect(file).toMatch(/vloženo\s+půlhodinu/);
    expect(file).toContain('V souboru už není.');
    expect(await bodies()).toContain(`Vlaky: ${trains}`);
  });

  test('a match is corrected by hand, and the correction counts', async () => {
    const [here = ''] = /\/sprava\/import\/\d+/.exec((await staff.get('/sprava/import')).text) ?? [];
    const file = `${here}/soubory/0`;
    const trainsId = await sectionId(2);
    const { status, location } = await staff.post(`${file}/opravy`, { incoming: '2', section: trainsId });
    expect([status, location.split('?')[0]]).toEqual([303, file]);
    expect(location).toMatch(/#cast-2$/);
    const corrected = wordsOf((await staff.get(file)).text);
    expect(corrected).toContain('určeno ručně');
    expect(corrected).not.toContain('V souboru už není.');
    await staff.post(`${here}/provedeni`);
    expect(await sectionId(2)).toBe(trainsId);
    expect((await bodies())[2]).toBe('Lodě: Po řece bude jezdit přívoz.');
    expect(wordsOf((await staff.get('/program/kraj/doprava/sekce/1')).text)).toContain('Ať jezdí i v noci.');
  });

  test('a correction that makes no sense is refused in place', async () => {
    const here = await staff.uploadZip('partial', { 'kraj/doprava.md': doprava });
    const file = `${here}/soubory/0`;
    for (const fields of [
      { incoming: '99', section: 'new' },
      { incoming: '0', section: 'nonsense' },
      { incoming: '-1', section: 'new' },
      { incoming: '0', section: '0199c0de-0000-7000-8000-000000000000' },
    ])
      expect((await staff.post(`${file}/opravy`, fields)).status).toBe(422);
    await staff.post(`${here}/zruseni`);
    expect(wordsOf((await staff.get(here)).text)).toContain('Text žádného bodu se nezměnil.');
    expect((await staff.post(`${here}/provedeni`)).status).toBe(409);
    expect((await staff.post(`${file}/opravy`, { incoming: '0', section: 'new' })).status).toBe(409);
  });

  test('a text that changed after the rehearsal is rehearsed anew instead of being overwritten', async () => {
    const here = await staff.uploadZip('partial', {
      'kraj/skoly.md': skoly.replace('víc peněz', 'lepší plat'),
    });
    const other = await staff.uploadZip('partial', {
      'kraj/skoly.md': skoly.replace('víc práce', 'více práce'),
    });
    await staff.post(`${other}/provedeni`);
    const { location } = await staff.post(`${here}/provedeni`);
    expect(wordsOf((await staff.get(location)).text)).toContain('Text se mezitím změnil');
    expect(wordsOf((await staff.get(here)).text)).toContain('Nanečisto: zatím se nic nezměnilo.');
    await staff.post(`${here}/provedeni`);
    expect(wordsOf((await staff.get(here)).text)).toContain('Hotovo, import je provedený.');
  });

  test('a broken file is named with its line, and what was there before stays', async () => {
    const here = await staff.uploadZip('partial', {
      'kraj/doprava.md': '---\ntitle: [nedopsané\n---\n## Nadpis\n\nText.\n',
      'kraj/skoly.md': skoly,
    });
    const page = wordsOf((await staff.get(here)).text);
    expect(page).toContain('1 soubor s chybou');
    expect(page).toMatch(/kraj\/doprava\.md:\d+ hlavička není platné YAML/);
    await staff.post(`${here}/provedeni`);
    expect(await bodies()).toHaveLength(3);
  });

  test('files without folders find their points', async () => {
    const changed = skoly.replace('víc práce', 'velkou práci');
    const { location } = await staff.upload('whole', [{ name: 'skoly.md', bytes: Buffer.from(changed) }]);
    const page = wordsOf((await staff.get(location)).text);
    expect(page).toContain('kraj/skoly.md');
    expect(page).not.toContain('archivovan');
    await staff.post(`${location}/zruseni`);
  });

  test('all texts in one archive: what is missing is archived, after a warning', async () => {
    const here = await staff.uploadZip('whole', { 'web-main/content/kraj/skoly.md': skoly });
    expect(wordsOf((await staff.get(here)).text)).toContain('1 bod v souborech chybí');
    await staff.post(`${here}/zruseni`);
  });

  test('an import that was stopped in the middle says how much of it is in the text', async () => {
    const jobs = app.application.get(ImportJobs);
    const files = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
      path: `kraj/lod-${name}.md`,
      bytes: Buffer.from(
        pointFile({ title: `Loď ${name}`, uid: `lod-${name}` }, ['Lodě', `Loď ${name} pluje.`]),
      ),
    }));
    const fresh = {
      origin: 'upload',
      originName: 'lode.zip',
      scope: 'partial',
      actorId: null,
      files,
    } as const;
    const { id, number } = await app.database.write((manager) => jobs.begin(manager, fresh));
    await jobs.runAtOnce(id, undefined, (done) => {
      if (done === 2) void jobs.cancel(id);
    });
    const page = wordsOf((await staff.get(`/sprava/import/${number}`)).text);
    expect(page).toContain('Do té chvíle zapsal 2 body, které platí dál; ostatní zůstaly, jak byly.');
    expect(page).toContain('Co se mělo změnit');
    expect(page).not.toContain('5 nových');
    expect(await app.database.read.countBy(Point, { path: Like('kraj/lod-%') })).toBe(2);
  });

  test('citizens and garants find nothing here', async () => {
    const garant = await signedIn(app, 'garant');
    for (const somebody of [citizen, garant]) {
      expect((await somebody.get('/sprava/import')).status).toBe(403);
      expect((await somebody.get('/sprava/import/1')).status).toBe(403);
      expect((await somebody.post('/sprava/import/1/provedeni')).status).toBe(403);
      expect((await somebody.upload('whole', [])).status).toBe(403);
    }
    expect((await app.http().get('/sprava/import')).headers.location).toMatch(/^\/prihlaseni/);
  });

  test('what is not there is 404', async () => {
    for (const path of [
      '/sprava/import/999',
      '/sprava/import/x',
      '/sprava/import/1/soubory/99',
      '/sprava/import/1?druh=x',
    ])
      expect(`${path} ${(await staff.get(path)).status}`).toBe(`${path} 404`);
  });

  async function revisionOf(number: number): Promise<string> {
    const context = await app.application.get(Points).findSection('kraj', 'doprava', number);
    return context?.section.revisionId ?? '';
  }

  async function sectionId(number: number): Promise<string> {
    const context = await app.application.get(Points).findSection('kraj', 'doprava', number);
    return context?.section.sectionId ?? '';
  }
});

describe('what is uploaded and cannot be taken', () => {
  const app = testApplication(sqliteDatabase(), { DEMO: 'true' });
  const file = (name: string, bytes: Buffer | string) => ({ name, bytes: Buffer.from(bytes) });

  test.each<[string, () => Promise<{ name: string; bytes: Buffer }[]>, string]>([
    ['no file', async () => [], 'Vyberte prosím soubor.'],
    ['no archive', async () => [file('a.zip', 'nic')], 'Archiv je poškozený, nebo to není ZIP.'],
    [
      'an archive with something beside it',
      async () => [file('a.zip', await zipOf([{ name: 'a.md' }])), file('b.md', 'x')],
      'Nahrajte buď jeden ZIP, nebo jednotlivé texty',
    ],
    [
      'a bomb',
      async () => [file('a.zip', await zipOf([{ name: 'a.md', content: Buffer.alloc(1e6) }]))],
      'nafoukl',
    ],
    [
      'a link',
      async () => [file('a.zip', await zipOf([{ name: 'a.md', content: '/etc/passwd', mode: 0o120777 }]))],
      'V archivu je odkaz místo souboru (a.md)',
    ],
    ['no text', async () => [file('a.docx', 'x')], 'Není v tom žádný text'],
    ['one text twice', async () => [file('a.md', 'x'), file('a.md', 'y')], 'Soubor a.md je tu dvakrát'],
  ])('is refused with its reason: %s', async (_, files, reason) => {
    const staff = await signedIn(app, 'sprava');
    const { status, text } = await staff.upload('partial', await files());
    expect(status).toBe(422);
    expect(wordsOf(text)).toContain(reason);
    expect(wordsOf(text)).toContain('Zatím se nic neimportovalo');
  });
});
