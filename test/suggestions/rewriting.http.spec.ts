import { describe, expect, test } from 'vitest';
import { Consents } from '../../src/accounts/consents.service.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { FormerProposal } from '../../src/suggestions/former-proposal.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { type Person, queriesOf, texts, world } from '../feedback/world.js';
import { sqliteDatabase } from '../support/databases.js';

const reason = 'Lidé pracují, a přes týden se na úřad nedostanou.';

describe('what authors make of their suggestions, by HTTP', () => {
  const here = world(sqliteDatabase());
  const stored = (number: number) => here.app.database.read.findOneByOrFail(Suggestion, { number });
  const suggest = async (author: Person, section: number, body: string) => {
    const { sectionId, heading } = await here.section(section);
    const proposal = { kind: 'reword' as const, heading, body };
    const fresh = { sectionId, authorId: author.id, proposal, reason };
    return (await here.write((manager) => here.app.application.get(Suggestions).publish(manager, fresh)))
      .suggestion;
  };
  const accept = async (number: number, garant: Person, more: object = {}) => {
    const viewer = await here.viewer(garant);
    await here.write((manager) =>
      here.app.application.get(Acceptances).accept(manager, { number, viewer, statement: null, ...more }),
    );
  };
  const fields = async (section: number, body: string, more: Record<string, string> = {}) => {
    const { revisionId, heading } = await here.section(section);
    return { heading: heading ?? '', body, reason, revize: revisionId, intent: 'send', ...more };
  };

  test('one that nobody supports is edited; what it said stays to be read', async () => {
    const eva = await here.person('Eva');
    const { number, id } = await suggest(eva, 2, `${texts.second} Zdarma.`);
    const path = `/navrhy/${number}/uprava`;
    expect((await here.get(`/navrhy/${number}`, eva)).text).toContain(`href="${path}"`);
    const form = await here.get(path, eva);
    expect(form.text).toContain('Zdarma.');
    expect(form.text).toContain('data-draft');
    const saved = await here.post(path, await fields(2, `${texts.second} Bez poplatku.`), eva);
    expect(saved.status).toBe(303);
    expect(await stored(number)).toMatchObject({ body: `${texts.second} Bez poplatku.`, wordingNumber: 2 });
    expect(await here.app.database.read.countBy(FormerProposal, { suggestionId: id })).toBe(1);
    const page = await here.get(`/navrhy/${number}`);
    expect(page.text).toContain('Autor návrh upravil');
    expect(page.text).toContain('Předchozí znění');
    const other = 'Teď už jde hlavně o něco jiného než předtím.';
    await here.post(path, await fields(2, `${texts.second} Bez poplatku.`, { reason: other }), eva);
    expect(await stored(number)).toMatchObject({ reason: other, wordingNumber: 2 });
  });

  test('new words are taken only from somebody who consents, and what was typed stays', async () => {
    const eva = await here.person('Eva');
    const { number } = await suggest(eva, 2, `${texts.second} A hned.`);
    const path = `/navrhy/${number}/uprava`;
    await here.write((manager) => here.app.application.get(Consents).withdraw(manager, eva.id));
    const answer = await here.post(path, await fields(2, `${texts.second} Bez souhlasu.`), eva);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Bez souhlasu.');
    expect(answer.text).toContain('potřebujeme váš souhlas');
    expect(await stored(number)).toMatchObject({ body: `${texts.second} A hned.` });
  });

  test('every bad input has its sentence, and nothing typed is lost', async () => {
    const eva = await here.person('Eva');
    const { number } = await suggest(eva, 2, `${texts.second} Pro všechny.`);
    const path = `/navrhy/${number}/uprava`;
    const before = await stored(number);
    const tries: [string, Record<string, string>][] = [
      ['Znění je stejné jako to současné', { body: texts.second }],
      ['Navrhované znění je prázdné', { body: ' \n  ' }],
      ['Nadpis části nemůže být prázdný', { heading: ' ', body: 'Jinak.' }],
      ['Zatím jste na návrhu nic nezměnili', { body: `${texts.second} Pro všechny.` }],
      ['Nevíme, ke kterému znění textu jste psali', { body: 'Jinak.', revize: 'x' }],
      ['field-error', { body: 'a'.repeat(20_001) }],
      ['field-error', { body: 'Jinak napsaný text.', reason: 'krátké' }],
    ];
    for (const [sentence, changes] of tries) {
      const answer = await here.post(path, { ...(await fields(2, '')), ...changes }, eva);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(sentence);
      if (changes.reason) expect(answer.text).toContain(changes.reason);
    }
    expect(await stored(number)).toEqual(before);
  });

  test('what became impossible meanwhile is said, with the words typed still there', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { number, id } = await suggest(eva, 2, `${texts.second} Vždycky.`);
    const path = `/navrhy/${number}/uprava`;
    const typed = await fields(2, `${texts.second} Napsáno nadarmo.`);
    const refused = async (sentence: string) => {
      const answer = await here.post(path, typed, eva);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain(sentence);
      expect(answer.text).toContain('Napsáno nadarmo.');
    };
    await here.write((manager) => manager.update(Suggestion, { id }, { supports: 1 }));
    expect((await here.get(path, eva)).status).toBe(409);
    await refused('Návrh už někdo podpořil');
    await here.write((manager) => manager.update(Suggestion, { id }, { supports: 0 }));
    await here.closesAt('2021-01-01T00:00:00.000Z');
    await refused('Tato konzultace už skončila');
    await here.closesAt(null);
    const viewer = await here.viewer(jana);
    await here.write((manager) =>
      here.app.application
        .get(Acceptances)
        .decline(manager, { number, viewer, statement: 'Na to nejsou peníze.' }),
    );
    await refused('O tomto návrhu už je rozhodnuto');
  });

  test('a clash is adapted in one step: what goes together is there already', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const jana = await here.person('Jana', 'jana');
    const text = (await here.section(1)).body;
    const first = await suggest(eva, 1, text.replace('sobotách', 'nedělích').replace('hodinu', 'půl hodiny'));
    const { number } = await suggest(adam, 1, text.replace('sobotách', 'pátcích'));
    const path = `/navrhy/${number}/prizpusobeni`;
    expect((await here.get(path, adam)).status).toBe(409);
    const { revisionId: old } = await here.section(1);
    await accept(first.number, jana);
    const page = await here.get(`/navrhy/${number}`, adam);
    expect(page.text).toContain('Střet s textem');
    expect(page.text).toContain(`href="${path}"`);
    const form = await here.get(path, adam);
    const both = text.replace('sobotách', 'pátcích').replace('hodinu', 'půl hodiny');
    expect(form.text).toContain(both);
    expect(form.text).toContain('Co se v textu mezitím změnilo');
    const fragment = await here.post(path, await fields(1, both, { intent: 'diff' }), adam, {
      'x-fragment': '1',
    });
    expect(fragment.text).toContain('pátcích');
    expect(fragment.text).not.toContain('<html');
    // The form of a text that went on once more is shown again.
    const late = await here.post(path, { ...(await fields(1, both)), revize: old }, adam);
    expect(late.status).toBe(409);
    expect(late.text).toContain('Text se mezitím změnil');
    expect((await here.post(path, await fields(1, both), adam)).status).toBe(303);
    expect(await stored(number)).toMatchObject({ standing: 'fits', body: both, wordingNumber: 2 });
    expect((await here.get(`/navrhy/${number}`)).text).not.toContain('Střet s textem');
  });

  test('what was merged is confirmed by a button', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const jana = await here.person('Jana', 'jana');
    const first = await suggest(eva, 3, 'Všechna data kraje budou otevřená.');
    const { number } = await suggest(adam, 3, 'Data kraje budou otevřená pro všechny.');
    await accept(first.number, jana);
    const page = await here.get(`/navrhy/${number}`, adam);
    expect(page.text).toContain('Je to stále váš návrh?');
    expect((await here.get(`/navrhy/${number}`)).text).toContain('Čeká, až autor potvrdí');
    const { revisionId } = await here.section(3);
    const path = `/navrhy/${number}/potvrzeni`;
    expect((await here.post(path, { revize: revisionId }, eva)).status).toBe(403);
    expect((await here.post(path, { revize: 'x' }, adam)).status).toBe(409);
    expect((await here.post(path, { revize: revisionId }, adam)).status).toBe(303);
    expect(await stored(number)).toMatchObject({ standing: 'fits' });
    expect((await here.post(path, { revize: revisionId }, adam)).status).toBe(409);
  });

  test('the garant’s changes are shown, and what the author says about them', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana', 'jana');
    const { number } = await suggest(eva, 2, `${texts.second} Kdykoli.`);
    const path = `/navrhy/${number}/postoj`;
    expect((await here.post(path, { postoj: 'agrees' }, eva)).status).toBe(409);
    const { heading } = await here.section(2);
    await accept(number, jana, { edited: { heading, body: `${texts.second} Ve dne.` } });
    const page = await here.get(`/navrhy/${number}`, eva);
    expect(page.text).toContain('Co garant upravil');
    expect(page.text).toMatch(/<del>.*Kdykoli.*<\/del>/);
    expect((await here.post(path, { postoj: 'x' }, eva)).status).toBe(400);
    expect((await here.post(path, { postoj: 'distances' }, jana)).status).toBe(403);
    expect((await here.post(path, { postoj: 'distances' }, eva)).status).toBe(303);
    expect((await here.get(`/navrhy/${number}`)).text).toContain('s výsledkem se neztotožňuji');
    expect((await here.get(`/navrhy/${number}`, eva)).text).toMatch(/value="distances" aria-pressed="true"/);
  });

  test('none of it is for others', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const { number } = await suggest(eva, 2, `${texts.second} Jen moje.`);
    for (const page of ['uprava', 'prizpusobeni']) {
      expect((await here.get(`/navrhy/${number}/${page}`, adam)).status).toBe(403);
      const answer = await here.post(`/navrhy/${number}/${page}`, await fields(2, 'Cizí slova.'), adam);
      expect(answer.status).toBe(403);
      expect((await here.get(`/navrhy/999999/${page}`, adam)).status).toBe(404);
    }
    expect((await here.get(`/navrhy/${number}`, adam)).text).not.toContain('/uprava');
  });

  test('a long history takes no more queries than a short one', async () => {
    const eva = await here.person('Eva');
    const { number } = await suggest(eva, 2, `${texts.second} Krátce.`);
    await here.get(`/navrhy/${number}`);
    const edit = async (words: string) =>
      here.post(`/navrhy/${number}/uprava`, await fields(2, `${texts.second} ${words}`), eva);
    await edit('Jednou.');
    const few = await queriesOf(here.app, async () => await here.get(`/navrhy/${number}`));
    for (const words of ['Dvakrát.', 'Třikrát.', 'Čtyřikrát.', 'Pětkrát.']) await edit(words);
    expect(await queriesOf(here.app, async () => await here.get(`/navrhy/${number}`))).toBe(few);
  });
});
