import { describe, expect, it } from 'vitest';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { accountsApplication } from '../accounts/application.js';
import { askForLink, someEmail } from '../accounts/people.js';
import { eachDatabase, sqliteDatabase } from '../support/databases.js';

eachDatabase('The mailbox of the demo', (database) => {
  const at = accountsApplication(database);

  it('says what to do while there is nothing in it', async () => {
    const page = await at.browser().get('/demo/posta');
    expect(page.status).toBe(200);
    expect(page.text).toContain('class="empty"');
    expect(page.text).toContain('href="/prihlaseni"');
  });

  it('shows mail with links that work, the newest first', async () => {
    const [first, second] = [someEmail(), someEmail()];
    await askForLink(at.browser(), first);
    await askForLink(at.browser(), second);
    const page = await at.browser().get('/demo/posta');
    const mails = page.text.split('<article class="mail">').slice(1);
    expect(mails[0]).toContain(second);
    expect(mails[1]).toContain(first);
    const [, link = ''] = /<a href="(\/prihlaseni\/overeni\/[\w-]{43})">/.exec(mails[0] ?? '') ?? [];
    expect((await at.browser().get(link)).text).toContain(second);
  });

  it('shows the mail of one person only', async () => {
    const [mine, other] = [someEmail(), someEmail()];
    await askForLink(at.browser(), mine);
    await askForLink(at.browser(), other);
    const everybody = await at.browser().get('/demo/posta');
    expect(everybody.text).toContain(`<option value="${mine}">`);
    const page = await at.browser().get('/demo/posta').query({ komu: mine });
    const [mail, ...rest] = page.text.split('<article class="mail">').slice(1);
    expect(rest).toHaveLength(0);
    expect(mail).toContain(mine);
    expect(page.text).toContain(`<option value="${mine}" selected>`);
  });

  it('goes through a heap of mail page by page', async () => {
    await at.database.write(async (manager) => {
      const [mail] = await manager.find(OutboxMail, { take: 1 });
      for (let number = 10; number < 60; number += 1) {
        const id = `ffffffff-ffff-7fff-bfff-0000000000${number}`;
        await manager.insert(OutboxMail, {
          ...mail,
          id,
          recipient: 'heap@example.org',
          subject: `Dopis ${number}`,
        });
      }
    });
    const seen: string[] = [];
    let path: string | undefined = '/demo/posta?komu=heap%40example.org';
    while (path && seen.length <= 50) {
      const page = await at.browser().get(path);
      seen.push(
        ...[...page.text.matchAll(/<strong>(Dopis \d\d)<\/strong>/g)].map(([, subject = '']) => subject),
      );
      path = /rel="next" href="([^"]+)"/
        .exec(page.text)?.[1]
        ?.replaceAll('&amp;', '&')
        .replaceAll('&#x3D;', '=');
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, place) => `Dopis ${59 - place}`));
  });

  it.each([
    ['a NUL', '?komu=%00'],
    ['a list', '?komu=a&komu=b'],
    ['a quotation mark', '?pred=x%27'],
    ['far too much', `?komu=${'x'.repeat(3000)}`],
  ])('takes %s in its address without complaint', async (_, query) => {
    expect((await at.browser().get(`/demo/posta${query}`)).status).toBe(200);
  });
});

describe('A mail with markup in it', () => {
  const at = accountsApplication(sqliteDatabase());

  it('is shown as text', async () => {
    await askForLink(at.browser(), someEmail());
    await at.database.write((manager) =>
      manager.update(
        OutboxMail,
        { locale: 'cs' },
        { subject: '<b>1</b>', body: '<script>alert(1)</script>' },
      ),
    );
    const { text } = await at.browser().get('/demo/posta');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('&lt;b&gt;1&lt;/b&gt;');
  });
});
