import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { newCode, readCode, spaced } from '../../src/accounts/codes.js';
import { EmailLink } from '../../src/accounts/email-link.entity.js';
import { limits } from '../../src/accounts/limits.js';
import { Session } from '../../src/accounts/session.entity.js';
import { setClock } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { eachDatabase } from '../support/databases.js';
import { type AccountsApplication, accountsApplication } from './application.js';
import {
  accountOf,
  askForLink,
  type Browser,
  fillIn,
  newestLink,
  post,
  signIn,
  someEmail,
  useLink,
} from './people.js';

const sent = '/prihlaseni/odeslano';
const taking = '/prihlaseni/kod';

afterEach(() => setClock());

/** The code of the newest mail to an address. */
async function newestCode(at: AccountsApplication, email: string): Promise<string> {
  const mail = await at.database.read.findOneOrFail(OutboxMail, {
    where: { recipient: email },
    order: { id: 'DESC' },
  });
  return /\b(\d{3} \d{3})\b/.exec(mail.body)?.[1] ?? '';
}

const type = (browser: Browser, code: string) => fillIn(browser, sent, taking, { code });

/** Another code than that, which is still one. */
const another = (code: string) => String((Number(code.replace(' ', '')) + 1) % 1_000_000).padStart(6, '0');

describe('A code', () => {
  it('is six digits, however it is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(' ', '\u00a0', '-', '.', ''), (between) => {
        const code = newCode();
        expect(readCode(`${code.slice(0, 3)}${between}${code.slice(3)}`)).toBe(code);
        expect(readCode(spaced(code))).toBe(code);
      }),
      { numRuns: 500 },
    );
  });

  it('is nothing else', () => {
    for (const typed of ['', '12345', '1234567', 'abcdef', '１２３４５６', '12 34 5a', '-1 234 567'])
      expect(readCode(typed)).toBeNull();
  });
});

eachDatabase('Signing in by a code', (database) => {
  const at = accountsApplication(database);

  const known = async (name: string) => {
    const email = someEmail();
    await signIn(at, at.browser(), email, name);
    return email;
  };

  it('works at once in the browser that asked, and kills the link of the same mail', async () => {
    const email = await known('Opisuje');
    const browser = at.browser();
    await askForLink(browser, email, '/moderace');
    const [link, code] = [await newestLink(at, email), await newestCode(at, email)];
    const answer = await type(browser, code);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/moderace/);
    expect((await browser.get('/muj-ucet/nastaveni')).text).toContain('Opisuje');
    expect((await at.browser().get(link)).status).toBe(404);
    expect((await type(at.browser(), code)).status).toBe(422);
  });

  it('is asked for with the address typed, in that browser only and while the link works', async () => {
    const [email, browser] = [someEmail(), at.browser()];
    await askForLink(browser, email);
    expect((await browser.get(sent)).text).toContain(email);
    expect((await at.browser().get(sent)).text).not.toContain(email);
    const later = new Date(Date.now() + 11 * 60_000);
    setClock(() => later);
    expect((await browser.get(sent)).text).not.toContain(email);
  });

  it('dies with its link', async () => {
    const email = await known('Klikla');
    const browser = at.browser();
    await askForLink(browser, email);
    const code = await newestCode(at, email);
    expect((await useLink(at.browser(), await newestLink(at, email))).status).toBe(303);
    expect((await type(browser, code)).status).toBe(422);
  });

  it('asks whoever is new for a name', async () => {
    const email = someEmail();
    const browser = at.browser();
    await askForLink(browser, email);
    const answer = await type(browser, await newestCode(at, email));
    expect(answer.status).toBe(303);
    const page = answer.headers.location as string;
    expect(page).toMatch(/^\/prihlaseni\/overeni\/[\w-]{43}$/);
    expect((await useLink(browser, page, { publicName: 'Nový z kódu' })).status).toBe(303);
    expect((await accountOf(at, email)).publicName).toBe('Nový z kódu');
  });

  it('does not work in another browser, nor in one that nobody knows', async () => {
    const email = await known('Cizí prohlížeč');
    await askForLink(at.browser(), email);
    const code = await newestCode(at, email);
    const other = at.browser();
    await askForLink(other, someEmail());
    for (const browser of [other, at.browser()]) {
      const answer = await type(browser, code);
      expect(answer.status).toBe(422);
      expect(answer.headers['set-cookie'] ?? []).not.toContainEqual(expect.stringMatching(/^podnet=/));
    }
  });

  it('is the newest only', async () => {
    const email = await known('Dvakrát');
    const browser = at.browser();
    await askForLink(browser, email);
    const first = await newestCode(at, email);
    await askForLink(browser, email);
    const second = await newestCode(at, email);
    if (first !== second) expect((await type(browser, first)).status).toBe(422);
    expect((await type(browser, second)).status).toBe(303);
  });

  it('is dead after five wrong ones, and the link lives on', async () => {
    const email = await known('Hádá');
    const browser = at.browser();
    await askForLink(browser, email);
    const code = await newestCode(at, email);
    for (let time = 0; time < 5; time += 1) expect((await type(browser, another(code))).status).toBe(422);
    const [newest] = await at.database.read.find(EmailLink, { where: { email }, order: { id: 'DESC' } });
    expect(newest?.tries).toBe(5);
    expect((await type(browser, code)).status).toBe(422);
    expect((await useLink(browser, await newestLink(at, email))).status).toBe(303);
  });

  it('cannot be guessed by many at once either', async () => {
    const email = await known('Najednou');
    const browser = at.browser();
    await askForLink(browser, email);
    const code = await newestCode(at, email);
    const page = await browser.get(sent);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    await Promise.all(
      Array.from({ length: 20 }, () => post(browser, taking, { _csrf: csrf, code: another(code) })),
    );
    expect((await type(browser, code)).status).toBe(422);
  });

  it('is not taken any more where too many were typed for the address that day, whoever asked', async () => {
    const email = await known('Obtěžovaný');
    let wrong = 0;
    for (let round = 0; wrong < limits.codesPerAddress.max; round += 1) {
      const browser = at.browser();
      setClock(() => new Date(Date.now() + round * 3_700_000));
      await askForLink(browser, email);
      const code = await newestCode(at, email);
      for (let time = 0; time < 5; time += 1, wrong += 1) await type(browser, another(code));
    }
    const browser = at.browser();
    await askForLink(browser, email);
    expect((await type(browser, await newestCode(at, email))).status).toBe(422);
    expect((await useLink(browser, await newestLink(at, email))).status).toBe(303);
  });

  it('is over after ten minutes', async () => {
    const email = await known('Pozdě');
    const browser = at.browser();
    await askForLink(browser, email);
    const code = await newestCode(at, email);
    setClock(() => new Date(Date.now() + 601_000));
    expect((await type(browser, code)).status).toBe(422);
  });

  it('taken twenty times at once makes one session', async () => {
    const email = await known('Dvacetkrát');
    const { id: accountId } = await accountOf(at, email);
    const browser = at.browser();
    await askForLink(browser, email);
    const code = await newestCode(at, email);
    const page = await browser.get(sent);
    const csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const before = await at.database.read.countBy(Session, { accountId });
    await Promise.all(Array.from({ length: 20 }, () => post(browser, taking, { _csrf: csrf, code })));
    expect(await at.database.read.countBy(Session, { accountId })).toBe(before + 1);
  });

  it('says what is wrong beside the field, and keeps what was typed', async () => {
    const browser = at.browser();
    await askForLink(browser, someEmail());
    const answer = await type(browser, '12 34');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Kód má šest číslic');
    expect(answer.text).toContain('value="12 34"');
  });
});

eachDatabase('A link opened in another browser', (database) => {
  const at = accountsApplication(database);

  it('says where it was asked for, and asks', async () => {
    const email = someEmail();
    const browser = at.browser();
    browser.set('user-agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0');
    await askForLink(browser, email);
    const link = await newestLink(at, email);
    expect((await browser.get(link)).text).not.toContain('v jiném prohlížeči');
    const page = await at.browser().get(link);
    expect(page.text).toContain('v jiném prohlížeči (Firefox, Linux)');
    expect(page.text).toContain('Pokud jste o nic nežádali, stránku zavřete.');
    expect((await useLink(at.browser(), link, { publicName: 'Z mobilu' })).status).toBe(303);
  });
});
