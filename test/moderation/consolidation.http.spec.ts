import { afterEach, expect, test } from 'vitest';
import type { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { type Person, texts } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { deskWorld } from './desk-world.js';

const area = (page: string, name: string) =>
  new RegExp(`<textarea[^>]*name="${name}"[^>]*>\\n?([^<]*)</textarea>`).exec(page)?.[1] ?? '';

eachDatabase('several suggestions accepted together', (database) => {
  const here = deskWorld(database);
  const path = '/garant/slouceni/zkusebni/urad/2';
  const board = '/program/zkusebni/urad/sekce/2/navrhy/strety';
  let left: { jana: Person; all: Suggestion[] } | null = null;
  afterEach(async () => {
    await here.reword(2, texts.second);
    for (const { number } of left?.all ?? [])
      await here.post(
        `/garant/navrhy/${number}/odmitnuti`,
        { statement: 'Uklízíme po zkoušce.' },
        left?.jana,
      );
    left = null;
  });
  const waiting = async () => {
    const jana = await here.person('Jana', 'jana');
    const eva = await here.person('Eva');
    const petr = await here.person('Petr');
    const change = (author: Person, from: string, to: string) =>
      here.suggest(author, texts.second.replace(from, to));
    const web = await change(eva, 'na internetu', 'na webu');
    const app = await change(petr, 'na internetu', 'v aplikaci');
    const hand = await change(petr, 'bez podpisu na papíře', 'i mobilem');
    left = { jana, all: [web, app, hand] };
    return { jana, eva, web, app, hand };
  };
  const picks = (...suggestions: Suggestion[]) => suggestions.map(({ number }) => String(number));
  const fields = async (picked: string[], more: Record<string, string | string[]> = {}) => ({
    revision: (await here.section(2)).revisionId,
    from: picked.join(' '),
    seen: picked.join(' '),
    navrh: picked,
    statement: '',
    intent: 'send',
    ...more,
  });

  test('go from a choice over a preview to one version, with what was typed kept', async () => {
    const { jana, eva, web, app, hand } = await waiting();
    const open = await here.get(path, jana);
    expect(open.status).toBe(200);
    for (const { number } of [web, app, hand]) expect(open.text).toContain(`value="${number}"`);
    const exclude = await here.post(
      path,
      await fields(picks(web, app), { intent: 'preview', statement: 'Díky.' }),
      jana,
    );
    expect(exclude.status).toBe(200);
    expect(exclude.text).toContain(`${web.number} × ${app.number}`);
    const words = exclude.text.replaceAll('\u00a0', ' ');
    expect(words).toContain(`Brání mu vybraný návrh č. ${app.number}.`);
    expect(area(exclude.text, 'statement')).toBe('Díky.');
    const picked = picks(web, hand);
    const preview = await here.post(path, await fields(picked, { intent: 'preview', from: '' }), jana);
    const together = 'Formuláře budou k dispozici na webu a půjdou poslat i mobilem.';
    expect(area(preview.text, 'body')).toBe(together);
    expect(preview.text).toContain(`<span class="diff-note">č. ${web.number}</span>`);
    // Sent with another choice than was shown, it is shown first; own words come along.
    const heading = 'Formuláře';
    const other = await fields(picks(hand), {
      from: picked.join(' '),
      seen: picked.join(' '),
      heading,
      body: `${together} Zdarma.`,
    });
    const unseen = await here.post(path, other, jana);
    expect(unseen.status).toBe(200);
    expect(unseen.text).toContain('Ještě se nic nezveřejnilo');
    expect(area(unseen.text, 'body')).toBe(
      `${texts.second.replace('bez podpisu na papíře', 'i mobilem')} Zdarma.`,
    );
    expect((await here.suggestion(hand.number)).state).toBe('open');
    const done = await here.post(path, await fields(picked, { heading, body: together }), jana);
    expect(done.status).toBe(303);
    expect((await here.section(2)).body).toBe(together);
    for (const { number } of [web, hand]) expect((await here.suggestion(number)).state).toBe('accepted');
    // The page after says what now clashes, and takes all of it back.
    const after = await here.get(`/garant/navrhy/${web.number}`, jana);
    expect(after.text).toContain(`Společně přijaté návrhy č. ${web.number}, ${hand.number}.`);
    expect(after.text).toContain(`href="/garant/navrhy/${app.number}"`);
    expect((await here.get(`/garant/navrhy/${app.number}`, jana)).text).toContain('slouceni');
    expect((await here.post(`/garant/navrhy/${hand.number}/vraceni`, {}, jana)).status).toBe(303);
    expect((await here.section(2)).body).toBe(texts.second);
    for (const { number } of [web, hand]) expect((await here.suggestion(number)).state).toBe('open');
    expect((await here.get(path, eva)).status).toBe(403);
  });

  test('are refused when the text moved on, one was decided, or nothing is picked, with what was typed', async () => {
    const { jana, web, app, hand } = await waiting();
    const picked = picks(web, hand);
    const heading = 'Formuláře';
    const typed = await fields(picked, { heading, body: 'Můj pracný text.', statement: 'Moje vyjádření.' });
    await here.post(`/garant/navrhy/${web.number}/odmitnuti`, { statement: 'Raději to necháme.' }, jana);
    const gone = await here.post(path, typed, jana);
    expect(gone.status).toBe(409);
    expect(gone.text).toContain(`href="/garant/navrhy/${web.number}"`);
    expect(area(gone.text, 'body')).toBe('Můj pracný text.');
    await here.reword(2, `${texts.second} Nově.`);
    const moved = await here.post(path, { ...typed, navrh: picks(hand), from: String(hand.number) }, jana);
    expect(moved.status).toBe(409);
    expect(area(moved.text, 'statement')).toBe('Moje vyjádření.');
    const none = await here.post(path, await fields([], { statement: 'Zatím nic.' }), jana);
    expect(none.status).toBe(422);
    expect(none.text).toContain('href="#slouceni-vyber"');
    expect(none.text).not.toContain('Ještě se nic nezveřejnilo');
    expect(area(none.text, 'statement')).toBe('Zatím nic.');
    const bad = await here.post(path, await fields(picks(app), { heading, body: '' }), jana);
    expect(bad.status).toBe(422);
    const foreign: Record<string, string>[] = [{ revision: 'x', body: 'Text.', heading }, { neznámé: '1' }];
    for (const more of foreign)
      expect((await here.post(path, await fields(picks(app), more), jana)).status).toBe(400);
    expect((await here.suggestion(hand.number)).state).toBe('open');
  });

  test('are twelve at the most, which is said before anything is published', async () => {
    const jana = await here.person('Jana', 'jana');
    const eva = await here.person('Eva');
    const many: Suggestion[] = [];
    for (const mark of 'abcdefghijklm')
      many.push(await here.suggest(eva, texts.second.replace('na internetu', `na internetu ${mark}`)));
    left = { jana, all: many };
    const answer = await here.post(path, await fields(picks(...many), { statement: 'Všechny.' }), jana);
    expect(answer.text).toContain('nejvýš 12 návrhů');
    expect(area(answer.text, 'statement')).toBe('Všechny.');
    expect((await here.section(2)).body).toBe(texts.second);
  });

  test('are for the garants of the point only, and there is a board for everybody', async () => {
    const { jana, web, app, hand } = await waiting();
    const staff = await here.makeStaff(await here.person('Správa', 'nekdo-jiny'));
    expect((await here.get(path, staff)).status).toBe(404);
    expect((await here.post(path, await fields(picks(web)), staff)).status).toBe(404);
    for (const bad of ['/garant/slouceni/zkusebni/urad/99', '/garant/slouceni/zkusebni/nic/1'])
      expect((await here.get(bad, jana)).status).toBe(404);
    const page = await here.get(board);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`Vylučují se: č. ${web.number}, ${app.number}`);
    expect(page.text).toContain(`<span class="diff-note">× č. ${app.number}</span>`);
    expect(page.text).not.toContain('/garant/slouceni');
    const compatible = page.text.slice(page.text.indexOf('id="snesou"'));
    expect(compatible).toContain(`id="navrh-${hand.number}"`);
    expect((await here.get(board, jana)).text).toContain(path);
    await here.reword(2, texts.second.replace('na internetu', 'všude'));
    // Rewording as an import does leaves no entry; a decision does.
    await here.post(`/garant/navrhy/${hand.number}/odmitnuti`, { statement: 'Raději to necháme.' }, jana);
    expect((await here.get(board)).text).toContain('id="stret-s-textem"');
    expect((await here.get(`/en${board}`)).text).toContain('exclude each other');
    expect((await here.get(board.replace('/2/', '/99/'))).status).toBe(404);
    expect((await here.get(board.replace('/2/', '/1/'))).status).toBe(200);
  });
});
