import { expect, test } from 'vitest';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Decisions } from '../../src/moderation/decisions.service.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { texts } from '../feedback/world.js';
import { deskWorld } from '../moderation/desk-world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('the settlement of a point', (store) => {
  const here = deskWorld(store);
  const page = async (query = '') => (await here.get(`${here.path}/vyporadani${query}`)).text;
  const rows = (text: string) => text.match(/<article class="settled"/g)?.length ?? 0;
  const next = (text: string) =>
    /rel="next" href="([^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=') ?? null;

  test('says so where nobody has said anything yet', async () => {
    const text = await page();
    expect(text).toContain('Zatím tu nikdo nic nenavrhl');
    expect(rows(text)).toBe(0);
  });

  test('has every contribution with its answer, what waits first', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana Rozhodná', 'jana');
    const viewer = await here.viewer(jana);
    const answered = await here.say(eva, 'Kdy to bude hotové?');
    await here.say(jana, 'Do konce roku.', 1, answered.id);
    const noted = await here.say(eva, 'Jen poznámka.');
    const hidden = await here.say(eva, 'Sprostá slova.');
    await here.say(eva, 'Tohle ještě čeká.', 2);
    const declined = await here.suggest(eva, 'Úplně jiný text o ničem.');
    const open = await here.suggest(eva, `${texts.second} Zdarma.`);
    await here.write(async (manager) => {
      const point = await here.point();
      const handled = { handledAt: now(), handledById: jana.id };
      await manager.update(Comment, { id: answered.id }, handled);
      await manager.update(Comment, { id: noted.id }, handled);
      await manager.update(Comment, { id: hidden.id }, { ...handled, hiddenAt: now() });
      await here.app.application.get(Decisions).record(manager, {
        kind: 'hide',
        commentId: hidden.id,
        pointId: point.id,
        decidedById: jana.id,
        ground: 'insult',
        facts: 'Urážel konkrétní lidi.',
      });
      const about = { number: declined.number, viewer, statement: 'Tohle je příliš **krátké**.' };
      await here.app.application.get(Acceptances).decline(manager, about);
      await manager.insert(Comment, {
        ...answered,
        id: newId(),
        sectionId: null,
        suggestionId: open.id,
        revisionId: null,
        body: 'K návrhu: souhlasím.',
        dedupeKey: null,
        handledAt: null,
        handledById: null,
      });
    });
    const text = await page();
    expect(rows(text)).toBe(7);
    expect(text).toContain('2 návrhy, 5 komentářů.');
    expect(text).toContain('Na odpověď čekají 3 příspěvky.');
    const [waiting = '', settled = ''] = text.split('id="vyrizeno-nadpis"').slice(-2);
    expect(rows(waiting)).toBe(3);
    expect(waiting).toContain('Tohle ještě čeká.');
    expect(waiting).toContain(`href="/navrhy/${open.number}#komentar-1"`);
    expect(settled).toMatch(/Kdy to bude hotové\?[\s\S]*Do konce roku\./);
    expect(settled).toContain('Garant vzal na vědomí.');
    expect(settled).toContain('Urážel konkrétní lidi.');
    expect(settled).toContain('<strong>krátké</strong>');
    expect(text).not.toContain('Sprostá slova.');
  });

  test('counts what a filter leaves', async () => {
    expect(rows(await page('?druh=navrhy'))).toBe(2);
    expect(rows(await page('?druh=komentare&stav=ceka'))).toBe(2);
    expect(rows(await page('?stav=vyrizeno'))).toBe(4);
    const one = await page('?cast=1&druh=komentare');
    expect(rows(one)).toBe(3);
    expect(one).toContain('0 návrhů, 3 komentáře.');
    expect(await page('?cast=77')).toContain('Takové příspěvky tu nejsou');
    expect(rows(await page('?druh=nic&stav[]=x&po=cokoli'))).toBe(7);
  });

  test('still has what was said about a section that the text no longer has', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana Rozhodná', 'jana');
    await here.say(eva, 'O datech ještě něco.', 3);
    const { sectionId, heading, revisionId } = await here.section(3);
    const removal = await here.suggest(eva, 'x', 3);
    const viewer = await here.viewer(jana);
    await here.write(async (manager) => {
      const change = { kind: 'remove' as const, heading, body: '', sectionId, baseRevisionId: revisionId };
      await manager.update(Suggestion, { id: removal.id }, change);
      const accepting = { number: removal.number, viewer, statement: null };
      await here.app.application.get(Acceptances).accept(manager, accepting);
    });
    const text = await page('?cast=3');
    expect(text).toContain('O datech ještě něco.');
    expect(rows(text)).toBe(2);
  });

  test('goes on page by page over everything exactly once, and prints it all at once', async () => {
    const eva = await here.person('Eva');
    for (let turn = 0; turn < 60; turn++) {
      if (turn % 3 === 0) await here.suggest(eva, `${texts.second} Znění ${turn}.`);
      else await here.say(eva, `Komentář číslo ${turn}.`);
    }
    const seen: string[] = [];
    let at: string | null = `${here.path}/vyporadani`;
    for (let pages = 0; at !== null && pages < 9; pages++) {
      const { text } = await here.get(at);
      seen.push(...[...text.matchAll(/<article class="settled" id="([^"]*)"/g)].map(([, id]) => id ?? ''));
      at = next(text);
    }
    const whole = await page('?vse=1');
    expect(seen).toHaveLength(69);
    expect(new Set(seen).size).toBe(69);
    expect(rows(whole)).toBe(69);
    expect(await page()).toMatch(/\?vse(=|&#x3D;)1"/);
  });
});
