import { expect, test } from 'vitest';
import { sourceText } from '../../src/programme/wording/wording.js';
import { countWords, wordTokens } from '../../src/programme/wording/words.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { AuthorshipReader } from '../../src/suggestions/authorship.service.js';
import { texts } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('whose words a text is', (store) => {
  const here = deskWorld(store);
  const page = () => here.get(`${here.path}/autorstvi`);
  const accept = async (number: number, edited?: string) => {
    const viewer = await here.viewer(await here.person('Jana Rozhodná', 'jana'));
    const wording = edited === undefined ? {} : { edited: { heading: 'Formuláře', body: edited } };
    await here.write((manager) =>
      here.app.application
        .get(Acceptances)
        .accept(manager, { number, viewer, statement: 'Díky.', ...wording }),
    );
  };

  /** What the reader tells adds up to exactly the text, in words and letter by letter. */
  async function addsUp() {
    const sections = await here.sections();
    const reader = here.app.application.get(AuthorshipReader);
    const { passages } = await reader.of(
      await here.point(),
      sections.map(({ revisionId }) => revisionId),
    );
    const joined = passages.map((own) => own.map(({ text }) => text).join(''));
    expect(joined).toEqual(sections.map(sourceText));
    const counted = passages.flat().reduce((sum, { words }) => sum + words, 0);
    expect(counted).toBe(countWords(wordTokens(sections.map(sourceText).join('\n\n'))));
    return counted;
  }

  test('is all of the first version’s to begin with', async () => {
    const words = await addsUp();
    const { text, status } = await page();
    expect(status).toBe(200);
    expect(text).toContain('Verze 1: ');
    expect(text).toMatch(new RegExp(`<td class="number">${words}</td>`));
    expect(text).not.toContain('Co v textu žije');
  });

  test('is a suggestion’s where one was accepted, and the garant’s where it was changed', async () => {
    const eva = await here.person('Eva Nová');
    const first = await here.suggest(eva, `${texts.second} Nikdo nebude stát frontu.`);
    await accept(first.number);
    await addsUp();
    const plain = await page();
    expect(plain.text).toContain(`href="/navrhy/${first.number}"`);
    expect(plain.text).toContain('<q lang="cs">Nikdo nebude stát frontu.</q>');
    expect(plain.text).toMatch(/V dnešním textu žijí 4 slova:/);
    const adam = await here.person('Adam Jiný');
    const current = (await here.section(2)).body;
    const second = await here.suggest(adam, `${current} Pošleme i zprávu.`);
    await accept(second.number, `${current} Pošleme i krátkou zprávu.`);
    await addsUp();
    const adapted = await page();
    expect(adapted.text).toContain('Adam Jiný');
    expect(adapted.text).toContain('<q lang="cs">Pošleme i</q>');
    expect(adapted.text).toContain('úpravy garanta při přijetí');
  });

  test('says so where nothing of a suggestion lives on', async () => {
    const eva = await here.person('Eva Stará');
    const { number } = await here.suggest(eva, 'Data kraje budou celá zveřejněná.', 3);
    await accept(number);
    await here.reword(3, 'Něco docela jiného, bez čehokoli z toho, co bylo předtím.');
    await addsUp();
    const { text } = await page();
    expect(text).toMatch(
      new RegExp(`id="navrh-${number}"[\\s\\S]*?Z jeho slov už v dnešním textu žádné není`),
    );
  });

  test('stays true while many go on changing one section at random', async () => {
    let seed = 5;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed >>> 8) % below;
    };
    const people = await Promise.all(['Iva', 'Ota', 'Ema'].map((name) => here.person(name)));
    const waiting: number[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const { body } = await here.section(1);
      const words = body.split(' ');
      words.splice(random(words.length), random(3), `slovo${turn}`);
      const author = people[random(people.length)];
      if (!author) continue;
      if (random(3) === 0) await here.reword(1, words.join(' '));
      else waiting.push((await here.suggest(author, words.join(' '), 1)).number);
      if (random(2) === 0) await acceptIfItFits(waiting.pop());
      await addsUp();
    }
  }, 60_000);

  async function acceptIfItFits(number: number | undefined) {
    if (number === undefined) return;
    await accept(number).catch((error: { status?: number }) => expect(error.status).toBe(409));
  }

  test('reads in English, and is not there for a point that is not', async () => {
    const english = await here.get(`/en${here.path}/autorstvi`);
    expect(english.text).toContain('Whose words these are');
    expect((await here.get('/program/zkusebni/nic/autorstvi')).status).toBe(404);
  });
});
