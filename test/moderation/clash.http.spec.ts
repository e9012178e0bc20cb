import { afterEach, expect, test } from 'vitest';
import { texts } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { deskWorld } from './desk-world.js';

/** What a page has in a hidden field. */
function hidden(page: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
}

/** What stands in a text area. */
function area(page: string, name: string): string {
  return new RegExp(`<textarea[^>]*name="${name}"[^>]*>\\n?([^<]*)</textarea>`).exec(page)?.[1] ?? '';
}

eachDatabase('a suggestion that clashes with the text', (database) => {
  const here = deskWorld(database);
  afterEach(() => here.reword(2, texts.second));
  const people = async () => ({ jana: await here.person('Jana', 'jana'), eva: await here.person('Eva') });
  const clashing = async () => {
    const { jana, eva } = await people();
    const body = texts.second.replace('na internetu', 'v aplikaci úřadu');
    const { number, id } = await here.suggest(eva, body);
    await here.reword(2, texts.second.replace('na internetu', 'na webu kraje'));
    const path = `/garant/navrhy/${number}/slouceni`;
    const page = (await here.get(path, jana)).text;
    const fields = (more: Record<string, string>) => ({
      revision: hidden(page, 'revision'),
      choices: hidden(page, 'choices'),
      heading: 'Formuláře',
      body: area(page, 'body'),
      statement: '',
      ...more,
    });
    return { jana, eva, number, id, path, page, fields };
  };

  test('is merged by one click a place, with everything typed kept, and accepted with changes', async () => {
    const { jana, number, id, path, page, fields } = await clashing();
    expect(page.match(/class="clash-mark"/g)?.length).toBe(3);
    expect((await here.get(`/garant/navrhy/${number}`, jana)).text).toContain(path);
    const undecided = await here.post(path, fields({ intent: 'send', statement: 'Děkuji.' }), jana);
    expect(undecided.status).toBe(422);
    expect(undecided.text).toContain('href="#strety-mista"');
    expect(area(undecided.text, 'statement')).toBe('Děkuji.');
    const typed = `${area(page, 'body')} A zdarma.`;
    const chosen = await here.post(path, fields({ intent: 'p1', body: typed, statement: 'Díky.' }), jana);
    expect(chosen.status).toBe(200);
    expect(hidden(chosen.text, 'choices')).toBe('p');
    expect(chosen.text).toContain('data-draft-fresh');
    const result = `${texts.second.replace('na internetu', 'v aplikaci úřadu')} A zdarma.`;
    expect(area(chosen.text, 'body')).toBe(result);
    expect(area(chosen.text, 'statement')).toBe('Díky.');
    const sent = fields({ intent: 'send', choices: 'p', body: result, statement: 'Díky.' });
    const done = await here.post(path, sent, jana);
    expect(done.status).toBe(303);
    expect((await here.section(2)).body).toBe(result);
    expect(await here.suggestion(number)).toMatchObject({ state: 'adapted', statement: 'Díky.' });
    expect((await here.mails(id)).length).toBe(1);
    // It is no longer there to be merged; what somebody else typed meanwhile is given back.
    expect((await here.get(path, jana)).headers.location).toBe(`/garant/navrhy/${number}`);
    const late = await here.post(path, { ...sent, body: 'Moje pracné spojení.' }, jana);
    expect(late.status).toBe(409);
    expect(late.text).toContain('Moje pracné spojení.');
    await here.post(`/garant/navrhy/${number}/vraceni`, {}, jana);
    expect(await here.suggestion(number)).toMatchObject({ state: 'open' });
  });

  test('answers scripts with the changed part alone', async () => {
    const { jana, path, fields } = await clashing();
    const headers = { 'x-fragment': '1' };
    const part = await here.post(path, fields({ intent: 'c1' }), jana, headers);
    expect(part.text).not.toContain('<html');
    expect(part.text).toContain('id="stret"');
    const preview = await here.post(path, fields({ intent: 'diff', body: 'Jinak.' }), jana, headers);
    expect(preview.text).not.toContain('<form');
    expect(preview.text).toContain('id="stret-nahled"');
  });

  test('says so where only a comma changed beside the words of the suggestion', async () => {
    const { jana, eva } = await people();
    const { number } = await here.suggest(eva, texts.second.replace('na internetu', 'v aplikaci úřadu'));
    await here.reword(2, texts.second.replace('na internetu', 'na internetu,'));
    const page = await here.get(`/garant/navrhy/${number}/slouceni`, jana);
    expect(page.text).toContain('změnila jen interpunkce nebo pravopis');
  });

  test('is found anew when the text moves on meanwhile, and nothing is accepted unseen', async () => {
    const { jana, number, path, fields } = await clashing();
    await here.reword(2, texts.second.replace('na internetu', 'všude'));
    const before = (await here.point()).versionNumber;
    const typed = fields({ intent: 'send', choices: 'p' });
    const moved = await here.post(path, { ...typed, body: `${typed.body} Moje věta.` }, jana);
    expect(moved.status).toBe(409);
    expect(area(moved.text, 'body')).toContain('Moje věta.');
    expect(hidden(moved.text, 'revision')).toBe((await here.section(2)).revisionId);
    expect((await here.point()).versionNumber).toBe(before);
    // Back where it was, there is no clash any more.
    await here.reword(2, texts.second);
    const fits = await here.post(path, { ...typed, body: 'Moje pracné spojení.' }, jana);
    expect(fits.status).toBe(409);
    expect(fits.text).toContain('Moje pracné spojení.');
    expect((await here.suggestion(number)).state).toBe('open');
  });

  test('refuses what no form of ours sends, and is there for the point’s garants only', async () => {
    const { jana, eva, path, fields } = await clashing();
    const bad: Record<string, string>[] = [
      { choices: 'xyz' },
      { body: '' },
      { heading: 'h'.repeat(201) },
      { statement: 's'.repeat(2001) },
    ];
    for (const more of bad) {
      const answer = await here.post(path, fields({ intent: 'send', ...more }), jana);
      expect(answer.status).toBe(422);
    }
    const foreign: Record<string, string>[] = [
      { revision: 'x' },
      { revision: (await here.section(1)).revisionId },
      { neznámé: '1' },
    ];
    for (const more of foreign)
      expect((await here.post(path, fields({ intent: 'send', ...more }), jana)).status).toBe(400);
    const staff = await here.makeStaff(await here.person('Správa', 'nekdo-jiny'));
    const stranger = await here.person('Cizí', 'nekdo-jiny');
    for (const other of [staff, stranger]) {
      expect((await here.get(path, other)).status).toBe(404);
      expect((await here.post(path, fields({ intent: 'send', choices: 'p' }), other)).status).toBe(404);
    }
    expect((await here.get(path, eva)).status).toBe(403);
    expect((await here.get('/garant/navrhy/999999/slouceni', jana)).status).toBe(404);
  });
});
