import { afterEach, expect, test } from 'vitest';
import { setClock } from '../../src/database/time.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { texts } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { deskWorld } from './desk-world.js';

eachDatabase('suggestions on the desk', (database) => {
  const here = deskWorld(database);
  afterEach(() => setClock());
  const address = (number: number, noun: string) => `/garant/navrhy/${number}/${noun}`;
  const people = async () => ({ jana: await here.person('Jana', 'jana'), eva: await here.person('Eva') });
  const newest = async () => {
    const { id, versionNumber } = await here.point();
    return here.app.database.read.findOneByOrFail(PointVersion, { pointId: id, number: versionNumber });
  };

  test('are accepted into a new version that credits the author, who is told', async () => {
    const { jana, eva } = await people();
    const { number, id } = await here.suggest(eva, `${texts.second} Zdarma.`);
    const page = await here.get(`/garant/navrhy/${number}`, jana);
    expect(page.text).toContain('<ins>');
    const answer = await here.post(address(number, 'prijeti'), { statement: 'Děkujeme.' }, jana);
    expect(answer.status).toBe(303);
    expect(await here.suggestion(number)).toMatchObject({ state: 'accepted', statement: 'Děkujeme.' });
    expect((await here.section(2)).body).toBe(`${texts.second} Zdarma.`);
    expect(await newest()).toMatchObject({ cause: 'acceptance', authorId: eva.id, actorId: jana.id });
    expect((await here.mails(id)).map(({ recipient }) => recipient)).toEqual([eva.email]);
    // Taken back, the text is what it was and nobody has been told.
    expect((await here.post(address(number, 'vraceni'), {}, jana)).status).toBe(303);
    expect((await here.section(2)).body).toBe(texts.second);
    expect(await here.suggestion(number)).toMatchObject({ state: 'open' });
    expect(await here.mails(id)).toEqual([]);
  });

  test('are declined with a reason, and not without one', async () => {
    const { jana, eva } = await people();
    const { number } = await here.suggest(eva, 'Formuláře zrušíme všechny.');
    const bare = await here.post(address(number, 'odmitnuti'), { statement: 'Ne.' }, jana);
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('error-summary');
    expect((await here.suggestion(number)).state).toBe('open');
    const statement = 'Formuláře ukládá zákon.';
    expect((await here.post(address(number, 'odmitnuti'), { statement }, jana)).status).toBe(303);
    expect(await here.suggestion(number)).toMatchObject({ state: 'declined', statement });
    setClock(() => new Date(Date.now() + 61_000));
    expect((await here.post(address(number, 'vraceni'), {}, jana)).status).toBe(409);
  });

  test('that collide with the text are accepted with a final wording of the garant’s own', async () => {
    const { jana, eva } = await people();
    const { number } = await here.suggest(eva, texts.third.replace('otevřená', 'přístupná všem'), 3);
    await here.reword(3, texts.third.replace('otevřená', 'zveřejněná do roka'));
    const page = await here.get(`/garant/navrhy/${number}`, jana);
    expect(page.text).toContain('Co se v textu od té doby změnilo');
    expect((await here.post(address(number, 'prijeti'), { statement: '' }, jana)).status).toBe(409);
    const { revisionId } = await here.section(3);
    const edited = { heading: 'Data', body: 'Data kraje budou nejpozději do roka přístupná úplně všem.' };
    await here.reword(3, 'Někdo mezitím přepsal všechno.');
    const stale = await here.post(address(number, 'prijeti'), { ...edited, revision: revisionId }, jana);
    expect(stale.status).toBe(409);
    expect(stale.text).toContain(edited.body);
    const fresh = (await here.section(3)).revisionId;
    const done = await here.post(address(number, 'prijeti'), { ...edited, revision: fresh }, jana);
    expect(done.status).toBe(303);
    expect((await here.section(3)).body).toBe(edited.body);
  });

  test('are taken under consideration, and opened again with a reason', async () => {
    const { jana, eva } = await people();
    const { number } = await here.suggest(eva, `${texts.second} K úvaze.`);
    expect((await here.post(address(number, 'posouzeni'), {}, jana)).status).toBe(303);
    expect((await here.suggestion(number)).state).toBe('considered');
    expect((await here.post(address(number, 'posouzeni'), {}, jana)).status).toBe(409);
    expect((await here.post(address(number, 'posouzeni'), { x: '1' }, jana)).status).toBe(400);
    const statement = 'Formuláře ukládá zákon.';
    await here.post(address(number, 'odmitnuti'), { statement }, jana);
    const bare = await here.post(address(number, 'otevreni'), { statement: 'x' }, jana);
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('id="reopen-statement"');
    const reason = 'Zákon se od té doby změnil.';
    expect((await here.post(address(number, 'otevreni'), { statement: reason }, jana)).status).toBe(303);
    expect((await here.suggestion(number)).state).toBe('open');
    expect((await here.get(`/garant/navrhy/${number}`, jana)).text).toContain(reason);
    const late = await here.post(address(number, 'otevreni'), { statement: 'Moje pracné zdůvodnění.' }, jana);
    expect(late.status).toBe(409);
    expect(late.text).toContain('Moje pracné zdůvodnění.');
  });

  test('show what the garant’s own wording does to them and to the text before it is accepted', async () => {
    const { jana, eva } = await people();
    const { number } = await here.suggest(eva, `${texts.second} Zdarma.`);
    const { revisionId: revision } = await here.section(2);
    const fields = { revision, heading: 'Formuláře', body: `${texts.second} Bezplatně.`, statement: 'Díky.' };
    const action = address(number, 'prijeti');
    const part = await here.post(action, { ...fields, intent: 'diff' }, jana, { 'x-fragment': '1' });
    expect(part.status).toBe(200);
    expect(part.text).not.toContain('<form');
    for (const id of ['oproti-navrhu', 'oproti-textu']) expect(part.text).toContain(`id="${id}"`);
    const page = await here.post(action, { ...fields, intent: 'preview' }, jana);
    expect(page.status).toBe(200);
    expect(page.text).toContain('id="oproti-navrhu"');
    expect(page.text).toContain('Díky.</textarea>');
    expect((await here.suggestion(number)).state).toBe('open');
    expect((await here.post(action, fields, jana)).status).toBe(303);
    expect((await here.suggestion(number)).state).toBe('adapted');
  });

  test('decided by twenty at once are decided once', async () => {
    const { jana, eva } = await people();
    const other = await here.person('Druhá', 'jana');
    const { number, id } = await here.suggest(eva, `${texts.first} Opravdu.`, 1);
    const before = (await here.point()).versionNumber;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        place % 2 === 0
          ? here.post(address(number, 'prijeti'), { statement: '' }, jana)
          : here.post(address(number, 'odmitnuti'), { statement: 'Raději to necháme.' }, other),
      ),
    );
    expect(answers.filter(({ status }) => status === 303).length).toBe(1);
    const late = answers.filter(({ status }) => status === 409);
    expect(late.length).toBe(19);
    // Whoever came late sees how it was decided.
    for (const { text } of late) expect(text).toMatch(/decision-(accepted|declined)/);
    expect((await here.mails(id)).length).toBe(1);
    const { state } = await here.suggestion(number);
    expect((await here.point()).versionNumber - before).toBe(state === 'accepted' ? 1 : 0);
  });

  test('on another’s point are not there, and staff do not decide about them', async () => {
    const { eva } = await people();
    const { number } = await here.suggest(eva, 'Návrh jen pro garanta tohoto bodu.');
    const stranger = await here.person('Cizí garant', 'nekdo-jiny');
    const staff = await here.makeStaff(await here.person('Správa', 'nekdo-jiny'));
    expect((await here.get(`/garant/navrhy/${number}`, stranger)).status).toBe(404);
    for (const bad of ['0', '01', 'x', '999999', '1e3', `${number}.0`])
      expect((await here.get(`/garant/navrhy/${bad}`, staff)).status).toBe(404);
    const page = await here.get(`/garant/navrhy/${number}`, staff);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('/prijeti');
    expect(page.text).toContain('O tomhle návrhu rozhodují garanti bodu');
    await here.reword(2, texts.second.replace(/\S+ (\S+)$/, 'úplně jinak.'));
    const clashing = (await here.get(`/garant/navrhy/${number}`, staff)).text;
    expect(clashing).toContain('Garant je může spojit');
    expect(clashing).not.toContain('Spojte je');
    const nobodysGarant = await here.makeStaff(await here.person('Tereza'));
    expect((await here.get('/garant/fronta', nobodysGarant)).text).toContain('Co čeká na odpověď garantů');
    expect((await here.get('/garant', nobodysGarant)).text).toContain('Body všech garantů');
    for (const noun of ['prijeti', 'odmitnuti', 'vraceni']) {
      const fields: Record<string, string> =
        noun === 'odmitnuti' ? { statement: 'Dost dlouhé odůvodnění.' } : {};
      expect((await here.post(address(number, noun), fields, stranger)).status).toBe(404);
      expect((await here.post(address(number, noun), fields, staff)).status).toBe(404);
      expect((await here.post(address(number, noun), fields, eva)).status).toBe(403);
      expect((await here.post(address(number, noun), fields)).headers.location).toMatch(/^\/prihlaseni/);
    }
    expect((await here.suggestion(number)).state).toBe('open');
  });
});
