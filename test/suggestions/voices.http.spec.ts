import type { EntityManager } from 'typeorm';
import { describe, expect, test } from 'vitest';
import { Comment } from '../../src/feedback/comment.entity.js';
import { placeOf } from '../../src/feedback/section-place.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { DeskComments } from '../../src/moderation/desk-comments.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { SuggestionHistory } from '../../src/suggestions/suggestion-history.service.js';
import { deskWorld } from '../moderation/desk-world.js';
import { sqliteDatabase } from '../support/databases.js';

describe('what people say about a suggestion, by HTTP', () => {
  const here = deskWorld(sqliteDatabase());
  let count = 0;
  const suggested = async () => {
    count += 1;
    const author = await here.person('Autorka');
    const suggestion = await here.suggest(author, `Formuláře budou na internetu, zkouška číslo ${count}.`);
    return { author, suggestion, path: `/navrhy/${suggestion.number}` };
  };
  const voteOf = (suggestionId: string, accountId: string) =>
    here.app.database.read.findOneBy(Vote, { suggestionId, accountId });

  describe('support and opposition', () => {
    test('are given with one press, shown to their owner, and taken back with another', async () => {
      const { suggestion, path } = await suggested();
      const eva = await here.person('Eva');
      const before = await here.get(path, eva);
      expect(before.text).toContain('Nikdo nepodporuje');
      expect(before.text).toContain(`name="zneni" value="1"`);
      const given = await here.post(`${path}/hlas`, { value: 'support', zneni: '1' }, eva);
      expect(given.status).toBe(303);
      expect(given.headers.location).toMatch(
        new RegExp(`^${path}\\?zprava=.*#podpora-${suggestion.number}$`),
      );
      const mine = await here.get(path, eva);
      expect(mine.text).toMatch(/value="withdraw" aria-pressed="true">(?:(?!<\/button>).)*Podporujete/s);
      expect(mine.text).toMatch(new RegExp(`Podporujete<span[^>]*>, Návrh č. ${suggestion.number}<`));
      expect(mine.text).toContain('Podporuje 1 člověk');
      const visitor = await here.get(path);
      expect(visitor.text).toContain('Podporuje 1 člověk');
      expect(visitor.text).not.toContain('aria-pressed="true"');
      await here.post(`${path}/hlas`, { value: 'oppose' }, eva);
      expect((await here.get(path, eva)).text).toContain('Nikdo nepodporuje, proti 1.');
      await here.post(`${path}/hlas`, { value: 'withdraw' }, eva);
      expect(await voteOf(suggestion.id, eva.id)).toBeNull();
      expect((await here.get(path, eva)).text).not.toContain('aria-pressed="true"');
    });

    test('lead back to the list they were given in', async () => {
      const { suggestion, path } = await suggested();
      const eva = await here.person('Eva');
      const list = `${here.path}/sekce/2/navrhy?razeni=nejnovejsi&stav=vse&zprava=x`;
      const given = await here.post(`${path}/hlas`, { value: 'support' }, eva, {
        referer: `http://127.0.0.1${list}`,
      });
      expect(given.headers.location).toContain(`${here.path}/sekce/2/navrhy?razeni=nejnovejsi&stav=vse&`);
      expect(given.headers.location).toMatch(new RegExp(`#navrh-${suggestion.number}$`));
      const elsewhere = await here.post(`${path}/hlas`, { value: 'oppose' }, eva, {
        referer: 'https://jinde.example/program/x/y/navrhy',
      });
      expect(elsewhere.headers.location).toMatch(new RegExp(`^${path}\\?`));
    });

    test('of a visitor wait until it is known whose they are', async () => {
      const { suggestion, path } = await suggested();
      const answer = await here.post(`${path}/hlas`, { value: 'support' });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('name="email"');
      expect(answer.text).toContain(`Podpora návrhu č. ${suggestion.number}`);
      expect(await here.app.database.read.countBy(Vote, { suggestionId: suggestion.id })).toBe(0);
    });

    test('on a wording that its author has replaced are told apart, and can be given anew', async () => {
      const { suggestion, path } = await suggested();
      const eva = await here.person('Eva');
      await here.post(`${path}/hlas`, { value: 'support', zneni: '1' }, eva);
      await here.write((manager) => manager.update(Suggestion, { id: suggestion.id }, { wordingNumber: 2 }));
      const page = await here.get(`${path}?po=0`, eva);
      expect(page.text).toContain('Podpořili jste dřívější znění');
      expect(page.text).toContain('Z toho 1 člověk podpořil dřívější znění.');
      expect(page.text).not.toContain('aria-pressed="true"');
      await here.post(`${path}/hlas`, { value: 'support', zneni: '2' }, eva);
      const after = await here.get(path, eva);
      expect(after.text).not.toContain('dřívější znění');
      expect(after.text).toContain('aria-pressed="true"');
    });

    test.each([
      ['an answer nobody knows', { value: 'maybe' }, 400],
      ['a list', { value: ['support', 'oppose'] }, 400],
      ['a field too many', { value: 'support', state: 'accepted' }, 400],
      ['a wording that makes no sense', { value: 'support', zneni: '-7' }, 303],
    ])('%s', async (_, fields, status) => {
      const { suggestion, path } = await suggested();
      const eva = await here.person('Eva');
      expect((await here.post(`${path}/hlas`, fields, eva)).status).toBe(status);
      expect((await voteOf(suggestion.id, eva.id))?.wordingNumber).toBe(status === 303 ? 1 : undefined);
    });

    test('are refused with a sentence to the author and on what is decided', async () => {
      const { author, path } = await suggested();
      const own = await here.post(`${path}/hlas`, { value: 'support' }, author);
      expect(own.status).toBe(409);
      expect(own.text).toContain('Tohle je váš vlastní návrh');
      expect((await here.get(path, author)).text).not.toContain(`action="${path}/hlas"`);
      await here.post(`${path}/stazeni`, {}, author);
      const late = await here.post(`${path}/hlas`, { value: 'support' }, await here.person('Eva'));
      expect(late.status).toBe(409);
      expect(late.text).toContain('O tomto návrhu už se nehlasuje: autor ho stáhl.');
      expect((await here.post('/navrhy/99999/hlas', { value: 'support' }, author)).status).toBe(404);
    });
  });

  describe('comments', () => {
    test('form a thread of their own, with numbers of their own, the garant’s answer first', async () => {
      const { suggestion, path } = await suggested();
      const [eva, jana] = [await here.person('Eva'), await here.person('Jana Garantová', 'jana')];
      const said = await here.post(`${path}/komentare`, { body: 'To je **dobrý** nápad.' }, eva);
      expect(said.headers.location).toMatch(new RegExp(`^${path}\\?zprava=.*#komentar-1$`));
      await here.post(`${path}/komentare`, { body: 'Souhlasím.', odpoved: '1' }, await here.person('Adam'));
      await here.post(`${path}/komentare`, { body: 'Děkuji, zvážím.', odpoved: '1' }, jana);
      const page = await here.get(path);
      expect(page.text).toContain('To je <strong>dobrý</strong> nápad.');
      expect(page.text.indexOf('Děkuji, zvážím.')).toBeLessThan(page.text.indexOf('Souhlasím.'));
      expect(page.text).toContain(`href="${path}#komentar-3"`);
      const rows = await here.app.database.read.findBy(Comment, { suggestionId: suggestion.id });
      expect(rows.map(({ number, sectionId, revisionId }) => [number, sectionId, revisionId])).toEqual([
        [1, null, null],
        [2, null, null],
        [3, null, null],
      ]);
      // They are not among those of the section.
      expect((await here.get(`${here.path}/sekce/2`)).text).not.toContain('nápad');
    });

    test('sent twice are one, and the same words on two suggestions are two', async () => {
      const [one, two] = [await suggested(), await suggested()];
      const eva = await here.person('Eva');
      await Promise.all([1, 2].map(() => here.post(`${one.path}/komentare`, { body: 'Dvakrát.' }, eva)));
      await here.post(`${two.path}/komentare`, { body: 'Dvakrát.' }, eva);
      const count = (suggestionId: string) => here.app.database.read.countBy(Comment, { suggestionId });
      expect([await count(one.suggestion.id), await count(two.suggestion.id)]).toEqual([1, 1]);
    });

    test('are written on a page of their own without script, with what they are about', async () => {
      const { path, suggestion } = await suggested();
      const eva = await here.person('Eva');
      await here.post(`${path}/komentare`, { body: 'Na tohle odpovídám.' }, eva);
      const page = await here.get(`${path}/komentare?odpoved=1`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Na tohle odpovídám.');
      expect(page.text).toContain(`zkouška číslo ${count}`);
      expect(page.text).toContain(`action="${path}/komentare"`);
      const refused = await here.post(`${path}/komentare`, { body: ' ' }, eva);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('href="#komentar-text"');
      expect(refused.text).toContain(`Návrh č. ${suggestion.number}`);
      expect((await here.get(`${path}/komentare?odpoved=77`)).status).toBe(404);
      expect((await here.get('/navrhy/99999/komentare')).status).toBe(404);
    });

    test('of a visitor are asked whose they are', async () => {
      const { path, suggestion } = await suggested();
      const answer = await here.post(`${path}/komentare`, { body: 'Jsem tu poprvé.' });
      expect(answer.text).toContain('name="email"');
      expect(answer.text).toContain(`Komentář k návrhu č. ${suggestion.number}`);
      expect(answer.text).toContain('Jsem tu poprvé.');
    });

    test('are taken on decided suggestions too, until the consultation closes', async () => {
      const { author, path } = await suggested();
      const eva = await here.person('Eva');
      await here.post(`${path}/stazeni`, {}, author);
      expect((await here.post(`${path}/komentare`, { body: 'Škoda.' }, eva)).status).toBe(303);
      await here.closesAt('2020-02-01T00:00:00.000Z');
      expect((await here.post(`${path}/komentare`, { body: 'Pozdě.' }, eva)).status).toBe(409);
      expect((await here.get(`${path}/komentare`)).status).toBe(409);
      const page = await here.get(path);
      expect(page.text).toContain('Škoda.');
      expect(page.text).not.toContain(`action="${path}/komentare"`);
      await here.closesAt(null);
    });

    test('say when they were written on an earlier wording of the suggestion', async () => {
      const { author, path } = await suggested();
      const eva = await here.person('Eva');
      await here.post(`${path}/komentare`, { body: 'O prvním znění.' }, eva);
      expect((await here.get(path)).text).not.toContain('#historie"');
      await here.write((manager) => reworded(manager, path, author.id));
      await here.post(`${path}/komentare`, { body: 'O druhém znění.' }, eva);
      const { text } = await here.get(path);
      expect(text.match(/class="comment-wording"/g)).toHaveLength(1);
    });
  });

  test('a comment on a suggestion stands in the garant’s queue with it, is answered, hidden and shown again', async () => {
    const { path, suggestion } = await suggested();
    const [eva, jana] = [await here.person('Eva'), await here.person('Jana', 'jana')];
    await here.post(`${path}/komentare`, { body: 'Kdy to bude?' }, eva);
    await here.post(`${path}/komentare`, { body: 'Sprosté slovo.' }, eva);
    const [question, rude] = await here.app.database.read.find(Comment, {
      where: { suggestionId: suggestion.id },
      order: { number: 'ASC' },
    });
    if (!question || !rude) throw new Error('Nothing was said');
    const queue = await here.get('/garant/fronta?druh=komentare', jana);
    expect(queue.text).toContain('Kdy to bude?');
    expect(queue.text).toContain(`část 2, návrh č. ${suggestion.number}`);
    const item = await here.get(`/garant/komentare/${question.id}`, jana);
    expect(item.text).toContain(`Komentář se týká návrhu č. ${suggestion.number}`);
    expect(item.text).toMatch(/<ins>.*zkouška/s);
    expect(item.text).toContain(`href="${path}#komentar-1"`);
    await here.post(
      `/garant/komentare/${question.id}/odpoved`,
      { body: 'Na jaře.', standing: 'waiting' },
      jana,
    );
    const [mail] = await here.mails(question.id);
    expect(mail?.kind).toBe('moderation.answered');
    expect(mail?.body).toContain(`${path}#komentar-3`);
    await here.app.application.get(DeskComments).hide(await here.viewer(jana), {
      commentId: rude.id,
      standing: 'waiting',
      ground: 'insult',
      facts: 'Uráží ostatní.',
    });
    const hidden = await here.get(path);
    expect(hidden.text).toContain('Na jaře.');
    expect(hidden.text).not.toContain('Sprosté slovo.');
    expect(hidden.text).toContain('Uráží ostatní.');
    await here.app.application.get(DeskComments).takeBack(await here.viewer(jana), rude.id);
    expect((await here.get(path)).text).toContain('Sprosté slovo.');
  });

  test('one’s own comments and votes on suggestions are among one’s contributions', async () => {
    const { path, suggestion } = await suggested();
    const eva = await here.person('Eva');
    await here.post(`${path}/komentare`, { body: 'Moje slova o návrhu.' }, eva);
    await here.post(`${path}/hlas`, { value: 'oppose' }, eva);
    const own = await here.get('/muj-ucet/prispevky', eva);
    expect(own.text).toContain('Moje slova o návrhu.');
    expect(own.text).toContain(`href="${path}#komentar-1"`);
    expect(own.text).toMatch(new RegExp(`Jsem proti</strong>[^§]*?návrh č. ${suggestion.number}<`));
    expect((await here.get('/muj-ucet/prispevky', await here.person('Adam'))).text).not.toContain(
      'Moje slova',
    );
  });

  async function reworded(manager: EntityManager, path: string, actorId: string): Promise<void> {
    const suggestion = await manager.findOneByOrFail(Suggestion, { number: Number(path.split('/').at(-1)) });
    const place = await placeOf(manager, suggestion.sectionId);
    if (!place) throw new Error('The section is missing');
    const history = here.app.application.get(SuggestionHistory);
    await manager.update(Suggestion, { id: suggestion.id }, { wordingNumber: 2 });
    await history.note(manager, suggestion.id, place, { kind: 'reworded', actorId });
  }
});
