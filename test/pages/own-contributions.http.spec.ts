import { beforeAll, expect, test } from 'vitest';
import { type Standing, Suggestion } from '../../src/suggestions/suggestion.entity.js';
import type { Person } from '../feedback/world.js';
import { texts, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('what somebody said', (database) => {
  const here = world(database);
  const list = '/muj-ucet/prispevky';
  let eva: Person;
  let adam: Person;
  let jana: Person;

  beforeAll(async () => {
    eva = await here.person('Eva');
    adam = await here.person('Adam');
    jana = await here.person('Jana', 'jana');
    await here.post(`${here.path}/sekce/2/komentare`, { body: 'Slovo Evy.' }, eva);
    await here.post(`${here.path}/sekce/3/komentare`, { body: 'Druhé slovo Evy.' }, eva);
    await here.post(`${here.path}/sekce/2/hlas`, { volba: 'agree' }, eva);
    await here.post(
      `${here.path}/sekce/2/navrh`,
      { heading: 'Formuláře', body: `${texts.second} Zdarma.`, reason: 'Aby to nic nestálo.' },
      eva,
    );
  });

  const seen = async (path: string, by: Person) => {
    const answer = await here.get(path, by);
    expect(answer.status).toBe(200);
    return answer;
  };

  test('is for them alone, and no cache may keep it', async () => {
    for (const path of ['/muj-ucet', list]) {
      expect((await here.get(path)).status).toBe(303);
      const { headers } = await seen(path, eva);
      expect(headers['cache-control']).toContain('no-store');
      expect((await seen(path, adam)).text).not.toContain('Evy');
    }
  });

  test('is found by kind and state', async () => {
    const everything = (await seen(list, eva)).text;
    for (const words of ['Slovo Evy.', 'Návrh č. 1', 'Souhlasím</strong>'])
      expect(everything).toContain(words);
    const comments = (await seen(`${list}?co=komentare`, eva)).text;
    expect(comments).toContain('Slovo Evy.');
    expect(comments).not.toContain('Návrh č. 1');
    expect(comments).not.toContain('Moje hlasy');
    expect((await seen(`${list}?co=komentare-s-odpovedi`, eva)).text).not.toContain('Slovo Evy.');
    expect((await seen(`${list}?co=navrhy-cekaji`, eva)).text).toContain('Návrh č. 1');
    const accepted = (await seen(`${list}?co=navrhy-prijate`, eva)).text;
    expect(accepted).toContain('Nic takového tu nemáte');
    const votes = (await seen(`${list}?co=hlasy`, eva)).text;
    expect(votes).toContain('Souhlasím</strong>');
    expect(votes).not.toContain('Slovo Evy.');
    expect((await seen(`${list}?program=zkusebni`, eva)).text).toContain('Slovo Evy.');
  });

  test('is all there whatever the address asks for that there is not', async () => {
    for (const query of ['co=constructor', 'co=__proto__', 'co=1&co=2', 'program=jiny', 'pred=vcera'])
      expect((await seen(`${list}?${query}`, eva)).text).toContain('Slovo Evy.');
  });

  test('that a garant answered is news, with the way to the answer', async () => {
    expect((await seen('/muj-ucet', eva)).text).toContain('Nic nového');
    await here.post(`${here.path}/sekce/2/komentare`, { body: 'Odpověď garantky.', odpoved: '1' }, jana);
    const { text } = await seen('/muj-ucet', eva);
    expect(text).toContain('Jana vám odpovídá');
    expect(text).toContain(`href="${here.path}/sekce/2#komentar-2"`);
    const answered = (await seen(`${list}?co=komentare-s-odpovedi`, eva)).text;
    expect(answered).toContain('Odpověď garantky.');
    expect(answered).not.toContain('Druhé slovo');
    expect((await seen('/muj-ucet', jana)).text).not.toContain('vám odpovídá');
  });

  test('says which votes belong to words that are no longer there, and where to give them anew', async () => {
    expect((await seen(`${list}?co=hlasy-starsi`, eva)).text).not.toContain('Souhlasím</strong>');
    await here.reword(2, 'Formuláře budou všude a pro všechny.');
    expect((await seen('/muj-ucet', eva)).text).toContain('1 váš hlas platí pro starší znění');
    const { text } = await seen(`${list}?co=hlasy-starsi`, eva);
    expect(text).toContain('Souhlasím</strong>');
    expect(text).toContain('Potvrdit pro dnešní znění');
    await here.closesAt('2020-02-01T00:00:00.000Z');
    const closed = (await seen(`${list}?co=hlasy-starsi`, eva)).text;
    expect(closed).toContain('platí pro starší znění');
    expect(closed).not.toContain('Potvrdit pro dnešní znění');
    expect((await seen('/muj-ucet', eva)).text).not.toContain('platí pro starší znění');
    await here.closesAt(null);
  });

  test('asks for suggestions from under which the text has gone', async () => {
    const stands = (standing: Standing) =>
      here.write((manager) => manager.update(Suggestion, { number: 1 }, { standing }));
    expect((await seen('/muj-ucet', eva)).text).not.toContain('href="/navrhy/1"');
    await stands('collides');
    expect((await seen('/muj-ucet', eva)).text).toContain('Přizpůsobíte svůj návrh?');
    await stands('merged');
    expect((await seen('/muj-ucet', eva)).text).toContain('Je to stále váš návrh?');
  });
});
