import { describe, expect, test } from 'vitest';
import { PendingContribution } from '../../src/accounts/pending-contribution.entity.js';
import { Section } from '../../src/programme/section.entity.js';
import { Acceptances } from '../../src/suggestions/acceptances.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { type Person, texts, world } from '../feedback/world.js';
import { sqliteDatabase } from '../support/databases.js';

const reason = 'Lidé pracují, a přes týden se na úřad nedostanou.';

describe('suggestions by HTTP', () => {
  const here = world(sqliteDatabase());
  const address = (number: number) => `${here.path}/sekce/${number}/navrh`;
  const fields = async (number: number, changes: Record<string, string> = {}) => {
    const { heading, body, revisionId } = await here.section(number);
    return {
      kind: 'reword',
      heading: heading ?? '',
      body,
      reason,
      revize: revisionId,
      intent: 'send',
      ...changes,
    };
  };
  const ofAuthor = ({ id }: Person) => here.app.database.read.findBy(Suggestion, { authorId: id });
  const stored = async () => [
    await here.app.database.read.count(Suggestion),
    await here.app.database.read.count(PendingContribution),
  ];
  const suggest = async (author: Person, number: number, changes: Record<string, string>) => {
    await here.post(address(number), await fields(number, changes), author);
    const found = (await ofAuthor(author)).at(-1);
    if (!found) throw new Error('Nothing was suggested');
    return found;
  };

  test('the form opens with the section’s text', async () => {
    const page = await here.get(address(2));
    expect(page.status).toBe(200);
    expect(page.text).toContain(texts.second);
    expect(page.text).toContain('value="Formuláře"');
    const empty = await here.get(`${address(2)}?druh=add`);
    expect(empty.text).not.toContain(texts.second);
    expect(empty.text).toMatch(/value="add" checked/);
  });

  test('the changes can be looked at before there is a reason, then sent', async () => {
    const eva = await here.person('Eva');
    const body = texts.first.replace('sobotách', 'nedělích');
    const before = await stored();
    const preview = await here.post(
      address(1),
      await fields(1, { body, reason: '', intent: 'preview' }),
      eva,
    );
    expect(preview.status).toBe(200);
    expect(preview.text).toMatch(/<del>.*sobotách.*<\/del>/);
    expect(preview.text).toMatch(/<ins>.*nedělích.*<\/ins>/);
    expect(preview.text).toContain('href="#navrh-text"');
    expect(preview.text).not.toContain('error-summary');
    expect(await stored()).toEqual(before);
    const sent = await here.post(address(1), await fields(1, { body }), eva);
    const [suggestion, ...others] = await ofAuthor(eva);
    expect(others).toEqual([]);
    expect(sent.headers.location).toMatch(new RegExp(`^/navrhy/${suggestion?.number}\\?zprava=`));
    expect(suggestion).toMatchObject({ body, reason, heading: null, state: 'open', kind: 'reword' });
    await here.post(address(1), await fields(1, { body }), eva);
    expect(await ofAuthor(eva)).toHaveLength(1);
  });

  test('naming the author in the history of the files is asked for, and off unless ticked', async () => {
    const eva = await here.person('Eva');
    expect((await here.get(address(1), eva)).text).toMatch(/name="credited" value="1"(?![^>]*checked)/);
    const kept = await here.post(
      address(1),
      await fields(1, { body: 'Úplně jinak.', reason: '', credited: '1' }),
      eva,
    );
    expect(kept.text).toMatch(/name="credited" value="1"[^>]* checked/);
    const without = await suggest(eva, 1, { body: 'Úplně jinak.' });
    expect(without.creditAgreedAt).toBeNull();
    const jan = await here.person('Jan');
    expect((await suggest(jan, 1, { body: 'Zase jinak.', credited: '1' })).creditAgreedAt).not.toBeNull();
  });

  test('a script gets the changes alone, and those suggested by others', async () => {
    const eva = await here.person('Eva');
    await suggest(eva, 2, { body: `${texts.second} A hned.` });
    const answer = await here.post(
      address(2),
      await fields(2, { body: `${texts.second} Do týdne.`, reason: '', intent: 'diff' }),
      undefined,
      { 'x-fragment': '1' },
    );
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('id="nahled"');
    expect(answer.text).toContain('<ins>');
    expect(answer.text).not.toContain('<html');
    expect(answer.text).toMatch(/<ins>.*A hned\..*<\/ins>/);
    expect(answer.text).toContain('Podpořit místo toho');
  });

  test('a very similar suggestion is shown before sending, and a second press sends all the same', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const added = 'Otevřeme i v sobotu dopoledne.';
    const { number } = await suggest(eva, 3, { body: `Zcela nový text. ${added}` });
    const form = await fields(3, { body: `Zcela nový text. ${added} Vždy.` });
    const held = await here.post(address(3), form, adam);
    expect(held.status).toBe(200);
    expect(held.text).toContain('Podobný návrh už tu je');
    expect(held.text).toContain(`action="/navrhy/${number}/hlas"`);
    expect(held.text).toContain(`${added} Vždy.`);
    expect(held.text).toMatch(/data-draft="[^"]*" data-draft-fresh/);
    expect(await ofAuthor(adam)).toEqual([]);
    const videno = /name="videno" value="([^"]*)"/.exec(held.text)?.[1] ?? '';
    expect(videno.split(',')).toContain(String(number));
    const sent = await here.post(address(3), { ...form, videno }, adam);
    expect(sent.status).toBe(303);
    expect(await ofAuthor(adam)).toHaveLength(1);
    const same = await here.post(address(3), await fields(3, { body: `Zcela nový text. ${added}` }), adam);
    expect(same.text).toContain('Tentýž návrh už tu je');
  });

  test('a visitor is asked who they are, and nothing is stored before', async () => {
    const before = await stored();
    const answer = await here.post(address(1), await fields(1, { body: 'Něco nového.' }));
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('name="email"');
    expect(answer.text).toContain(reason);
    expect(await stored()).toEqual(before);
  });

  test('a new section and a removal are suggested as well', async () => {
    const eva = await here.person('Eva');
    const add = await suggest(eva, 2, { kind: 'add', heading: 'Podpora', body: 'Linka zdarma.' });
    expect(add).toMatchObject({ kind: 'add', heading: 'Podpora', body: 'Linka zdarma.' });
    const remove = await suggest(eva, 2, { kind: 'remove' });
    expect(remove).toMatchObject({ kind: 'remove', body: '' });
    const page = await here.get(`/navrhy/${remove.number}`);
    expect(page.text).toMatch(/<del>.*Formuláře budou/s);
  });

  describe('bad input', () => {
    test.each([
      ['no change', {}, '#navrh-text'],
      ['an empty text', { body: '  ' }, '#navrh-text'],
      ['an invisible text', { body: '\u200b' }, '#navrh-text'],
      ['a broken text', { body: 'nula \0 uvnitř' }, '#navrh-text'],
      ['a text too long', { body: 'a'.repeat(20_001) }, '#navrh-text'],
      ['no heading', { heading: '' }, '#navrh-nadpis'],
      ['a heading too long', { heading: 'n'.repeat(201) }, '#navrh-nadpis'],
      ['no reason', { body: 'Jinak.', reason: '' }, '#navrh-duvod'],
      ['a reason too short', { body: 'Jinak.', reason: 'Prostě' }, '#navrh-duvod'],
      ['a reason too long', { body: 'Jinak.', reason: 'd'.repeat(2001) }, '#navrh-duvod'],
      ['an unknown kind', { body: 'Jinak.', kind: 'rewrite' }, '#navrh-druh'],
      ['a new section left as it came', { kind: 'add' }, '#navrh-text'],
    ])('with %s comes back with what was typed', async (_, changes, link) => {
      const eva = await here.person('Eva');
      const answer = await here.post(address(2), await fields(2, changes), eva);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(`href="${link}"`);
      for (const typed of Object.values<string>(changes))
        if (typed.length > 1000) expect(answer.text).toContain(typed);
      if (!('reason' in changes)) expect(answer.text).toContain(reason);
      expect(await ofAuthor(eva)).toEqual([]);
    });

    test.each([
      ['extra fields', { state: 'accepted' }],
      ['a list', { body: ['jedna', 'dvě'] }],
    ])('with %s is refused', async (_, changes) => {
      const eva = await here.person('Eva');
      const answer = await here.post(address(2), { ...(await fields(2)), ...changes }, eva);
      expect(answer.status).toBe(400);
      expect(await ofAuthor(eva)).toEqual([]);
    });

    test.each(['/navrhy/0', '/navrhy/9999', '/navrhy/1x', '/navrhy/%00', '/navrhy/1.0'])(
      '%s is not there',
      async (path) => {
        expect((await here.get(path)).status).toBe(404);
      },
    );

    test('a section that is not there takes no suggestion', async () => {
      const eva = await here.person('Eva');
      expect((await here.get(address(77), eva)).status).toBe(404);
      expect((await here.post(address(77), await fields(1, { body: 'Jinak.' }), eva)).status).toBe(404);
    });
  });

  describe('when the text has changed meanwhile', () => {
    test('what still fits is merged, shown, and stored only once it is sent again', async () => {
      const eva = await here.person('Eva');
      const form = await fields(3, { body: texts.third.replace('Data', 'Data a mapy') });
      await here.reword(3, texts.third.replace('otevřená', 'otevřená a zdarma'));
      const answer = await here.post(address(3), form, eva);
      const merged = texts.third.replace('Data', 'Data a mapy').replace('otevřená', 'otevřená a zdarma');
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('Text se mezitím změnil');
      expect(answer.text).toContain(merged);
      const { revisionId } = await here.section(3);
      expect(answer.text).toContain(`name="revize" value="${revisionId}"`);
      expect(await ofAuthor(eva)).toEqual([]);
      await here.post(address(3), { ...form, body: merged, revize: revisionId }, eva);
      expect(await ofAuthor(eva)).toMatchObject([{ body: merged, baseRevisionId: revisionId }]);
    });

    test('what collides is kept as typed and shown against the new text', async () => {
      const eva = await here.person('Eva');
      const { body } = await here.section(3);
      const form = await fields(3, { body: body.replace('zdarma', 'levně') });
      await here.reword(3, body.replace('zdarma', 'draze'));
      const answer = await here.post(address(3), form, eva);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('stejné místo');
      expect(answer.text).toMatch(/<del>.*draze/);
      expect(answer.text).toMatch(/<ins>.*levně/);
    });

    test('a wording of another section is not known; what was typed is compared with the current one and can be sent', async () => {
      const eva = await here.person('Eva');
      const foreign = (await here.section(1)).revisionId;
      const form = await fields(2, { body: `${texts.second} Zdarma.`, revize: foreign });
      const answer = await here.post(address(2), form, eva);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('začali psát, neznáme');
      expect(answer.text).toContain('Zdarma.');
      const current = (await here.section(2)).revisionId;
      expect(answer.text).toContain(`name="revize" value="${current}"`);
      const made = await suggest(eva, 2, { body: `${texts.second} Zdarma.` });
      expect(made.baseRevisionId).toBe(current);
    });
  });

  test('one page shows a suggestion to everybody, and who can do what with it to them alone', async () => {
    const eva = await here.person('Eva <b>');
    const adam = await here.person('Adam');
    const jana = await here.person('Jana', 'jana');
    const { number } = await suggest(eva, 1, { body: 'Docela <script>jiný</script> text.' });
    const path = `/navrhy/${number}`;
    const [visitor, mine, others, garants] = [
      await here.get(path),
      await here.get(path, eva),
      await here.get(path, adam),
      await here.get(path, jana),
    ];
    for (const { status, text } of [visitor, mine, others, garants]) {
      expect(status).toBe(200);
      expect(text).toContain('Eva &lt;b&gt;');
      expect(text).toContain('&lt;script&gt;jiný');
      expect(text).toContain(reason);
    }
    expect(mine.text).toContain(`action="${path}/stazeni"`);
    expect(garants.text).toContain(`href="/garant${path}"`);
    for (const { text } of [visitor, others, garants]) expect(text).not.toContain('/stazeni');
    for (const { text } of [visitor, others, mine]) expect(text).not.toContain('/garant/navrhy');
    expect(visitor.headers['set-cookie']).toBeUndefined();
  });

  test('the page tells what was decided as soon as it is', async () => {
    const eva = await here.person('Eva');
    const jana = await here.person('Jana Rozhodná', 'jana');
    const { number } = await suggest(eva, 1, { body: 'Krátký text o úřadě.' });
    expect((await here.get(`/navrhy/${number}`)).text).toContain('Čeká na rozhodnutí');
    const viewer = await here.viewer(jana);
    const statement = 'Tohle je **příliš** krátké.';
    await here.write((manager) =>
      here.app.application.get(Acceptances).decline(manager, { number, viewer, statement }),
    );
    const page = await here.get(`/navrhy/${number}`);
    expect(page.text).toContain('Nepřijato');
    expect(page.text).toContain('Jana Rozhodná');
    expect(page.text).toContain('<strong>příliš</strong>');
  });

  test('the author withdraws it, nobody else', async () => {
    const eva = await here.person('Eva');
    const adam = await here.person('Adam');
    const { number } = await suggest(eva, 1, { body: 'K brzkému stažení.' });
    const path = `/navrhy/${number}/stazeni`;
    expect((await here.post(path, {})).headers.location).toMatch(/^\/prihlaseni/);
    expect((await here.post(path, {}, adam)).status).toBe(403);
    expect((await here.post(path, { number: '1' }, eva)).status).toBe(400);
    expect((await here.post(path, {}, eva)).headers.location).toMatch(`/navrhy/${number}?zprava=`);
    expect((await here.get(`/navrhy/${number}`)).text).toContain('Staženo autorem');
    const second = await here.post(path, {}, eva);
    expect(second.status).toBe(409);
    expect(second.text).toContain('autor ho stáhl');
  });

  test('a change of white space alone is said to be one', async () => {
    const eva = await here.person('Eva');
    const { body } = await here.section(2);
    const answer = await here.post(address(2), await fields(2, { body: body.replace(' ', '  ') }), eva);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Změnily se jen mezery');
  });

  test('what was typed about a section that the text no longer has is given back', async () => {
    const eva = await here.person('Eva');
    const missing = await here.post(address(99), await fields(1, { body: 'Nikam.' }), eva);
    expect(missing.status).toBe(404);
    const viewer = await here.viewer(await here.person('Jana', 'jana'));
    const accept = async (number: number) => {
      const accepting = { number, viewer, statement: null };
      await here.write((manager) => here.app.application.get(Acceptances).accept(manager, accepting));
    };
    const added = await suggest(eva, 2, { kind: 'add', heading: 'Na chvíli', body: 'Jen na chvíli.' });
    await accept(added.number);
    const newest = (await here.app.database.read.find(Section, { order: { number: 'ASC' } })).at(-1);
    const number = newest?.number ?? 0;
    const form = await fields(number, { body: 'Tohle nechci ztratit.' });
    await accept((await suggest(eva, number, { kind: 'remove' })).number);
    const answer = await here.post(address(number), form, eva);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Tohle nechci ztratit.');
    expect(answer.text).toContain(reason);
    expect(answer.text).toContain('Návrh už nešlo odeslat');
    const own = address(number).replace(/\/navrh$/, '');
    for (const page of [address(number), `${own}/navrhy/strety`]) {
      const led = await here.get(page, eva);
      expect([led.status, led.headers.location]).toEqual([303, own]);
    }
    expect((await here.get(`${own.replace(/\d+$/, '77')}/navrhy/strety`)).status).toBe(404);
  });

  test('a closed consultation takes none, says so, and loses nothing that was typed', async () => {
    const eva = await here.person('Eva');
    await here.closesAt('2020-02-01T00:00:00.000Z');
    const answer = await here.post(address(1), await fields(1, { body: 'Jinak.' }), eva);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain(reason);
    expect((await here.get(address(1))).status).toBe(409);
    expect(await ofAuthor(eva)).toEqual([]);
    await here.closesAt(null);
  });
});
