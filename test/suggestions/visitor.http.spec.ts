import { describe, expect, test } from 'vitest';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { hiddenFields, post, tickedBoxes } from '../accounts/people.js';
import { texts, world } from '../feedback/world.js';
import { sqliteDatabase } from '../support/databases.js';

const email = 'nova@example.org';

describe('a visitor', () => {
  const here = world(sqliteDatabase());

  test('writes first and identifies later: comment, vote and suggestion appear once confirmed', async () => {
    const browser = here.app.browser();
    const { read } = here.app.database;
    const stored = async () => [
      await read.count(Comment),
      await read.count(Vote),
      await read.count(Suggestion),
    ];
    const say = async (path: string, fields: Record<string, string>) => {
      const form = await browser.get(`${here.path}/sekce/2/komentare`);
      const { _csrf = '' } = hiddenFields(form, `${here.path}/sekce/2/komentare`);
      const asked = await post(browser, `${here.path}/sekce/2/${path}`, { _csrf, ...fields });
      expect(asked.status).toBe(200);
      const sent = await post(browser, '/prihlaseni/prispevek', {
        ...hiddenFields(asked, '/prihlaseni/prispevek'),
        email,
        publicName: 'Nová Občanka',
        consent: 'yes',
        terms: 'yes',
        website: '',
      });
      expect(sent.status).toBe(303);
    };
    await say('komentare', { body: 'Píšu dřív, než se představím.' });
    await say('hlas', { volba: 'disagree' });
    await say('navrh', {
      heading: 'Formuláře',
      body: `${texts.second} Zdarma.`,
      reason: 'Aby to nic nestálo.',
      credited: '1',
    });
    expect(await stored()).toEqual([0, 0, 0]);

    const [mail] = await read.find(OutboxMail, { where: { recipient: email }, order: { id: 'DESC' } });
    const link = /\/prihlaseni\/overeni\/[\w-]{43}/.exec(mail?.body ?? '')?.[0] ?? '';
    const page = await browser.get(link);
    expect(page.text).toContain('Hlas „nesouhlasím“ k části „Formuláře“');
    expect(page.text).toContain('Píšu dřív, než se představím.');
    expect(page.text).toContain('Návrh jiného znění části „Formuláře“');
    expect(await stored()).toEqual([0, 0, 0]);
    const chosen = Object.fromEntries(tickedBoxes(page).map((name) => [name, 'yes']));
    expect(Object.keys(chosen)).toHaveLength(3);
    const confirmed = await post(browser, link, { ...hiddenFields(page, link), ...chosen });
    expect(confirmed.status).toBeLessThan(400);
    expect(await stored()).toEqual([1, 1, 1]);
    expect((await browser.get('/navrhy/1')).text).toContain('Nová Občanka');
    expect((await read.findOneByOrFail(Suggestion, { number: 1 })).creditAgreedAt).not.toBeNull();
  });
});
