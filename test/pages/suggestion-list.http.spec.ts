import { beforeAll, expect, test } from 'vitest';
import { Suggestion, type SuggestionState } from '../../src/suggestions/suggestion.entity.js';
import { queriesOf } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('the list of a section’s suggestions', (database) => {
  const here = deskWorld(database);
  const address = () => `${here.path}/sekce/2/navrhy`;
  /** States of the suggestions, and how many support each, in the order they were made. */
  const made: { number: number; state: SuggestionState; supports: number }[] = [];

  beforeAll(async () => {
    const author = await here.person('Autor Návrhů');
    const states: SuggestionState[] = [
      'open',
      'open',
      'open',
      'considered',
      'declined',
      'accepted',
      'adapted',
    ];
    for (let index = 0; index < 52; index += 1) {
      const { id, number } = await here.suggest(author, `Formuláře v podobě číslo ${index}.`);
      const one = { state: states[index % states.length] ?? 'open', supports: (index * 7) % 11 };
      const changes = { ...one, stance: one.state === 'adapted' ? ('distances' as const) : null };
      await here.write((manager) => manager.update(Suggestion, { id }, changes));
      made.push({ number, ...one });
    }
    // So that no page is older than what was written past the services.
    await here.say(author, 'Teď už je to všechno.');
  }, 60_000);

  const numbersOn = (html: string) =>
    [...html.matchAll(/<article class="suggestion-card" id="navrh-(\d+)"/g)].map(([, number]) =>
      Number(number),
    );
  const walk = async (query: string) => {
    const numbers: number[] = [];
    let next: string | undefined = address() + query;
    for (let pages = 0; next && pages < 10; pages += 1) {
      const { text } = await here.get(next);
      numbers.push(...numbersOn(text));
      next = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    }
    return numbers;
  };
  const bySupport = (states: SuggestionState[]) =>
    made
      .filter(({ state }) => states.includes(state))
      .sort((a, b) => b.supports - a.supports || a.number - b.number)
      .map(({ number }) => number);

  test('begins with the waiting ones that have the most support, and pages through all of them', async () => {
    expect(await walk('')).toEqual(bySupport(['open', 'considered']));
  });

  test('comes in other orders and with other states', async () => {
    const all = made.map(({ number }) => number);
    expect(await walk('?razeni=nejstarsi&stav=vse')).toEqual(all);
    expect(await walk('?razeni=nejnovejsi&stav=vse')).toEqual([...all].reverse());
    expect(await walk('?stav=vse')).toEqual(
      bySupport(['open', 'considered', 'declined', 'accepted', 'adapted']),
    );
    expect(await walk('?stav=prijate')).toEqual(bySupport(['accepted', 'adapted']));
    expect(await walk('?stav=neprijate')).toEqual(bySupport(['declined']));
  });

  test('counts what is behind each filter, and leaves out those with nothing', async () => {
    const { text } = await here.get(address());
    const count = (...states: SuggestionState[]) => bySupport(states).length;
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain(`Čekají <b>${count('open', 'considered')}</b>`);
    expect(flat).toContain(`Přijaté <b>${count('accepted', 'adapted')}</b>`);
    expect(flat).toContain(`Nepřijaté <b>${count('declined')}</b>`);
    expect(flat).toContain('Všechny <b>52</b>');
    expect(flat).not.toContain('Stažené');
  });

  test('says beside an adapted one that its author keeps their distance', async () => {
    const { text } = await here.get(`${address()}?stav=prijate`);
    const adapted = made.filter(({ state }) => state === 'adapted').length;
    const shown = text.match(/s úpravou, autor se neztotožňuje/g)?.length;
    expect(shown).toBe(adapted);
  });

  test('takes what makes no sense in an address as if it were not there', async () => {
    const plain = numbersOn((await here.get(address())).text);
    for (const query of ['?razeni=x&stav=y&po=z', '?po=-1', '?po=3', '?stav=toString', '?razeni[]=podpora'])
      expect(numbersOn((await here.get(address() + query)).text)).toEqual(plain);
    expect((await here.get(`${here.path}/sekce/99/navrhy`)).status).toBe(404);
  });

  test('says why there is nothing and offers one step', async () => {
    const none = await here.get(`${here.path}/sekce/3/navrhy`);
    expect(none.text).toContain('Zatím žádný návrh');
    expect(none.text).toContain(`href="${here.path}/sekce/3/navrh"`);
    const other = await here.get(`${address()}?stav=stazene`);
    expect(other.text).toContain('Takový návrh tu teď není');
    expect(other.text).toMatch(/navrhy\?stav(=|&#x3D;)vse">Ukázat všechny/);
    const end = await here.get(`${address()}?po=0-999999`);
    expect(end.text).toContain('Tady seznam končí');
  });

  test('shows each reader their own voice, and the section the five with the most support', async () => {
    const eva = await here.person('Eva');
    const [first = 0, ...others] = bySupport(['open', 'considered']);
    const section = await here.get(`${here.path}/sekce/2`);
    expect(numbersOn(section.text)).toEqual([first, ...others.slice(0, 4)]);
    expect(section.text).toContain('Všechny návrhy (52)');
    await here.post(`/navrhy/${first}/hlas`, { value: 'support' }, eva, {
      referer: `http://127.0.0.1${address()}`,
    });
    // Its counter said what no row stands for; from now on it says what the rows say.
    for (const path of [`${address()}?razeni=nejstarsi`, `${address()}?razeni=nejnovejsi&stav=vse`]) {
      const mine = await here.get(path, eva);
      const pressed = mine.text.match(/aria-pressed="true"/g)?.length ?? 0;
      expect(pressed).toBe(numbersOn(mine.text).includes(first) ? 1 : 0);
      expect((await here.get(path)).text).not.toContain('aria-pressed="true"');
    }
  });

  test('leads from the section and from its list to what excludes each other, where two wait', async () => {
    const single = await here.person('Jediná');
    await here.suggest(single, 'Odpověď přijde do pěti dnů.', 3);
    const led = async (number: number, list = '') =>
      (await here.get(`${here.path}/sekce/${number}${list}`)).text.includes(
        `href="${here.path}/sekce/${number}/navrhy/strety"`,
      );
    expect([await led(2), await led(2, '/navrhy')]).toEqual([true, true]);
    expect([await led(3), await led(3, '/navrhy')]).toEqual([false, false]);
  });

  test('makes as many queries for one suggestion as for twenty', async () => {
    const adam = await here.person('Adam');
    await here.suggest(adam, 'Úřad bude mít otevřeno i v neděli.', 1);
    const queries = async (number: number) => {
      await here.say(adam, `Ať se stránka vytvoří znovu, ${number}.`);
      await here.get('/', adam);
      return queriesOf(here.app, async () => {
        await here.get(`${here.path}/sekce/${number}/navrhy`, adam);
      });
    };
    expect(await queries(2)).toBe(await queries(1));
  });
});
