import { describe, expect, test } from 'vitest';
import { PendingContribution } from '../../src/accounts/pending-contribution.entity.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Comments } from '../../src/feedback/comments.service.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { sqliteDatabase } from '../support/databases.js';
import { world } from './world.js';

const invisible = '\u200b\u00a0\u2060';

describe('comments and votes by HTTP', () => {
  const here = world(sqliteDatabase());
  const stored = async () => {
    const { read } = here.app.database;
    return [await read.count(Comment), await read.count(Vote), await read.count(PendingContribution)];
  };

  describe('a signed-in person', () => {
    test('comments and is led to the comment', async () => {
      const eva = await here.person('Eva');
      const { revisionId } = await here.section(2);
      const fields = { body: 'Bez **papíru** prosím.\r\n', revize: revisionId, odpoved: '' };
      const answer = await here.post(`${here.path}/sekce/2/komentare`, fields, eva);
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(
        /^\/program\/zkusebni\/urad\/sekce\/2\?zprava=feedback\.comment\.published~.+#komentar-1$/,
      );
      const [comment] = await here.app.database.read.findBy(Comment, { authorId: eva.id });
      expect(comment).toMatchObject({ body: 'Bez **papíru** prosím.', revisionId, voice: 'citizen' });
      const again = await here.post(`${here.path}/sekce/2/komentare`, fields, eva);
      expect(again.headers.location).toBe(answer.headers.location);
      expect(await here.app.database.read.countBy(Comment, { authorId: eva.id })).toBe(1);
    });

    test('answers a comment on a page of its own, in English too', async () => {
      const eva = await here.person('Eva <script>');
      const comments = here.app.application.get(Comments);
      const { sectionId } = await here.section(1);
      const { comment } = await here.write((manager) =>
        comments.publish(manager, { sectionId, authorId: eva.id, body: 'Na co <b>odpovídám</b>?' }),
      );
      const path = `/en${here.path}/sekce/1/komentare`;
      const page = await here.get(`${path}?odpoved=${comment.number}`, eva);
      expect(page.status).toBe(200);
      expect(page.text).toContain('Na co &lt;b&gt;odpovídám&lt;/b&gt;?');
      expect(page.text).toContain('Eva &lt;script&gt;');
      expect(page.text).toContain(`name="odpoved" value="${comment.number}"`);
      const answer = await here.post(path, { body: 'Na tohle.', odpoved: String(comment.number) }, eva);
      expect(answer.headers.location).toMatch(/^\/en\/program\/zkusebni\/urad\/sekce\/1\?/);
      const [reply] = await here.app.database.read.findBy(Comment, { body: 'Na tohle.' });
      expect(reply?.parentId).toBe(comment.id);
    });

    test('votes, changes the vote and takes it back, returning to the page the buttons were on', async () => {
      const eva = await here.person('Eva');
      const path = `${here.path}/sekce/3/hlas`;
      const own = async () =>
        (await here.app.database.read.findBy(Vote, { accountId: eva.id })).map((vote) => vote.value);
      const first = await here.post(path, { volba: 'agree', revize: '' }, eva);
      expect(first.headers.location).toMatch(/\/sekce\/3\?zprava=feedback\.vote\.counted~.+#hlas-3$/);
      await here.post(path, { volba: 'agree' }, eva);
      expect(await own()).toEqual(['agree']);
      const second = await here.post(path, { volba: 'disagree' }, eva, {
        referer: `http://podnet.example${here.path}?zprava=x`,
      });
      expect(second.headers.location).toMatch(/^\/program\/zkusebni\/urad\?zprava=.+#hlas-3$/);
      expect(await own()).toEqual(['disagree']);
      await here.post(path, { volba: 'withdraw' }, eva);
      expect(await own()).toEqual([]);
    });
  });

  test('a visitor is asked who they are, and nothing is stored before', async () => {
    const before = await stored();
    const comment = await here.post(`${here.path}/sekce/1/komentare`, { body: 'Návštěvníkův názor' });
    expect(comment.status).toBe(200);
    expect(comment.text).toContain('Návštěvníkův názor');
    expect(comment.text).toContain('name="email"');
    const vote = await here.post(`${here.path}/sekce/2/hlas`, { volba: 'undecided' });
    expect(vote.status).toBe(200);
    expect(vote.text).toContain('Formuláře');
    expect(await stored()).toEqual(before);
  });

  test('a machine that fills in the hidden field hears that all went well, and nothing is stored', async () => {
    const before = await stored();
    const fields = { body: 'Kupte si tohle', website: 'http://spam.example' };
    const answer = await here.post(`${here.path}/sekce/1/komentare`, fields);
    expect(answer.status).toBe(303);
    expect(await stored()).toEqual(before);
  });

  describe('bad input', () => {
    test.each([
      ['nothing', {}],
      ['an empty text', { body: '' }],
      ['invisible characters only', { body: invisible }],
      ['a text too long', { body: 'á'.repeat(3001) }],
      ['a broken text', { body: 'nula \0 uvnitř' }],
    ])('with %s comes back in a page of its own with what was typed', async (_, fields) => {
      const eva = await here.person('Eva');
      const before = await stored();
      const { revisionId } = await here.section(2);
      const answer = await here.post(
        `${here.path}/sekce/2/komentare`,
        { ...fields, revize: revisionId },
        eva,
      );
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('Formuláře budou k dispozici');
      expect(answer.text).toContain('href="#komentar-text"');
      expect(answer.text).toContain(`name="revize" value="${revisionId}"`);
      if ('body' in fields && fields.body.length > 3000) expect(answer.text).toContain(fields.body);
      expect(await stored()).toEqual(before);
    });

    test.each([
      ['extra fields', 'komentare', { body: 'Dobrý den', voice: 'garant' }],
      ['a repeated field', 'komentare', { body: ['Dobrý', 'den'] }],
      ['a prototype', 'komentare', { body: 'Dobrý den', __proto__x: '1', constructor: 'x' }],
      ['an unknown choice', 'hlas', { volba: 'support' }],
      ['no choice', 'hlas', {}],
      ['a list of choices', 'hlas', { volba: ['agree', 'disagree'] }],
    ])('with %s is refused', async (_, address, fields) => {
      const eva = await here.person('Eva');
      const before = await stored();
      const answer = await here.post(`${here.path}/sekce/1/${address}`, fields, eva);
      expect(answer.status).toBe(400);
      expect(await stored()).toEqual(before);
    });

    test.each([
      '/program/zkusebni/urad/sekce/99/komentare',
      '/program/zkusebni/urad/sekce/0/komentare',
      '/program/zkusebni/urad/sekce/1e0/komentare',
      '/program/zkusebni/urad/sekce/99999999999999999999/komentare',
      '/program/zkusebni/neni/sekce/1/komentare',
      '/program/neni/urad/sekce/1/komentare',
      '/program/zkusebni%00/urad/sekce/1/komentare',
      '/program/zkusebni/urad/sekce/1/komentare?odpoved=99',
      '/program/zkusebni/urad/sekce/1/komentare?odpoved=-1',
    ])('%s leads nowhere', async (path) => {
      const eva = await here.person('Eva');
      expect((await here.get(path, eva)).status).toBe(404);
      const [address = '', query = ''] = path.split('?odpoved=');
      const answer = await here.post(address, { body: 'Haló, je tu někdo?', odpoved: query }, eva);
      expect(answer.status).toBe(404);
    });

    test('a wording of another section counts for the current one', async () => {
      const eva = await here.person('Eva');
      const foreign = (await here.section(1)).revisionId;
      const { revisionId } = await here.section(3);
      await here.post(`${here.path}/sekce/3/komentare`, { body: 'O datech', revize: foreign }, eva);
      await here.post(`${here.path}/sekce/3/komentare`, { body: 'O datech 2', revize: "' OR 1=1 --" }, eva);
      const rows = await here.app.database.read.findBy(Comment, { authorId: eva.id });
      expect(rows.map((row) => row.revisionId)).toEqual([revisionId, revisionId]);
    });

    test('without the token is refused', async () => {
      const eva = await here.person('Eva');
      const answer = await here.post(`${here.path}/sekce/1/hlas`, { volba: 'agree', _csrf: 'x' }, eva);
      expect(answer.status).toBe(403);
    });
  });

  test('a closed consultation takes nothing, says so, and loses nothing that was typed', async () => {
    const eva = await here.person('Eva');
    await here.closesAt('2020-02-01T00:00:00.000Z');
    const before = await stored();
    const body = 'Na tomhle komentáři jsem strávila celé odpoledne a nechci o něj přijít.';
    for (const as of [eva, undefined]) {
      const comment = await here.post(`${here.path}/sekce/1/komentare`, { body }, as);
      expect(comment.status).toBe(409);
      expect(comment.text).toContain(body);
      expect(comment.text).toContain('Tato konzultace už skončila');
      expect((await here.post(`${here.path}/sekce/1/hlas`, { volba: 'agree' }, as)).status).toBe(409);
    }
    expect((await here.get(`${here.path}/sekce/1/komentare`)).status).toBe(409);
    expect(await stored()).toEqual(before);
    await here.closesAt(null);
  });
});
