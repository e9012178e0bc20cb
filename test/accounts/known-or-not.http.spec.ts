import { getDataSourceToken } from '@nestjs/typeorm';
import type { Response } from 'supertest';
import type { DataSource, Logger } from 'typeorm';
import { beforeAll, describe, expect, it } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { now } from '../../src/database/time.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { OutboxWorker } from '../../src/mail/outbox-worker.service.js';
import { world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { garantOfPoint, offices } from './office-world.js';
import { askForLink, type Browser, fillIn, hiddenFields, post, signIn, someEmail } from './people.js';

const comments = '/program/zkusebni/urad/sekce/2/komentare';
const signing = '/prihlaseni/prispevek';
const otherAddress = '/muj-ucet/zabezpeceni/adresa';

/** What somebody outside can tell of an answer. */
function visible({ status, headers, text }: Response, email: string) {
  const cookies = [headers['set-cookie'] ?? []].flat().map((line) => line.replace(/=[^;]*/, ''));
  const body = text.replaceAll(email, '').replace(/value="[\w.~-]{40,}"/g, '');
  return { status, location: headers.location, cookies, body };
}

eachDatabase('Whether we know an address', (database) => {
  const here = world(database);
  const at = {
    get database() {
      return here.app.database;
    },
  };
  const office = offices(here);
  const browser = () => here.app.browser();

  beforeAll(() => {
    // What is sent meanwhile would be counted with what is asked.
    here.app.application.get(OutboxWorker).leaveToOthers();
  });

  /** Every statement sent to the database while something is done, read or written, without its values. */
  const statementsDuring = async (work: () => Promise<Response>) => {
    const sources = [getDataSourceToken(), getDataSourceToken('write')].map((token) =>
      here.app.application.get<DataSource>(token),
    );
    const before = sources.map(({ logger }) => logger);
    const statements: string[] = [];
    const logger = new Proxy({} as Logger, {
      get: (_, name) =>
        name === 'logQuery' ? (query: string) => void statements.push(query) : () => undefined,
    });
    for (const source of sources) source.logger = logger;
    try {
      return { answer: await work(), statements };
    } finally {
      sources.forEach((source, place) => {
        source.logger = before[place] ?? source.logger;
      });
    }
  };

  const somebody = async (name: string) => {
    const [email, one] = [someEmail(), browser()];
    await signIn(at, one, email, name);
    const { id } = await at.database.read.findOneByOrFail(Account, { email });
    return { email, browser: one, id };
  };

  /** Addresses that we know in one way or another; each call makes one. */
  const known: Record<string, () => Promise<string>> = {
    'that has an account': async () => (await somebody('Se Účtem')).email,
    'whose account is closed': async () => {
      const { id, email } = await somebody('Se Zavřeným');
      await at.database.write((manager) => manager.update(Account, { id }, { bannedAt: now() }));
      return email;
    },
    'that was invited': async () => {
      const email = someEmail();
      const staff = await office.officer(`Zvoucí ${email}`, 'staff');
      expect((await office.invite(staff, email, garantOfPoint)).status).toBe(303);
      return email;
    },
    'under which something waits': async () => {
      const email = someEmail();
      await writeAndSign(browser(), email, 'Něco, co už čeká.');
      return email;
    },
  };

  /** An address that its account has left and can have back. */
  const left = async () => {
    const { email, browser: one } = await somebody('Odešlá');
    const newEmail = someEmail();
    await fillIn(one, otherAddress, otherAddress, { email: newEmail });
    const mail = await at.database.read.findOneByOrFail(OutboxMail, { recipient: newEmail });
    const link = /\/prihlaseni\/adresa\/\S+/.exec(mail.body)?.[0] ?? '';
    expect((await fillIn(one, link, link, {})).status).toBe(303);
    return email;
  };

  const write = (from: Browser, body: string) => fillIn(from, comments, comments, { body });
  const sign = (from: Browser, asked: Response, email: string) => {
    const ticks = { consent: 'yes', terms: 'yes' };
    return post(from, signing, { ...hiddenFields(asked, signing), email, publicName: 'Kdosi', ...ticks });
  };
  const writeAndSign = async (from: Browser, email: string, body: string) =>
    sign(from, await write(from, body), email);

  /** Ways that take an address: what is done before, and what is measured. */
  const ways: Record<string, (email: string) => Promise<() => Promise<Response>>> = {
    'asking for a link': async (email) => {
      const one = browser();
      const hidden = hiddenFields(await one.get('/prihlaseni'), '/prihlaseni');
      return () => post(one, '/prihlaseni', { ...hidden, email });
    },
    'writing first': async (email) => {
      const one = browser();
      const asked = await write(one, 'Slovo, které počká.');
      return () => sign(one, asked, email);
    },
    'giving another address': async (email) => {
      const { browser: one } = await somebody('Měnící');
      const hidden = hiddenFields(await one.get(otherAddress), otherAddress);
      return () => post(one, otherAddress, { ...hidden, email });
    },
    'looking whether the mail was sent': async (email) => {
      const one = browser();
      await askForLink(one, email);
      return async () => one.get('/prihlaseni/odeslano');
    },
    'typing a wrong code': async (email) => {
      const one = browser();
      await askForLink(one, email);
      const hidden = hiddenFields(await one.get('/prihlaseni/odeslano'), '/prihlaseni/kod');
      return () => post(one, '/prihlaseni/kod', { ...hidden, code: '000 000' });
    },
  };

  const measured = async (way: keyof typeof ways, email: string) => {
    const act = await ways[way]?.(email);
    if (!act) throw new Error(`There is no way ${way}`);
    const { answer, statements } = await statementsDuring(act);
    expect(statements.length).toBeGreaterThan(0);
    return { answer: visible(answer, email), statements };
  };

  describe.each(Object.keys(ways))('is not told by %s:', (way) => {
    // Who gives another address makes one more query for one that is held, see `ownerOf`.
    const more = way === 'giving another address' ? [] : ['that its account left'];
    it.each([...Object.keys(known), ...more])('for one %s', async (which) => {
      // Statements are made ready the first time only.
      await measured(way, someEmail());
      const nobody = await measured(way, someEmail());
      const email = await (known[which] ?? left)();
      const one = await measured(way, email);
      expect(one.answer).toEqual(nobody.answer);
      expect(one.statements).toEqual(nobody.statements);
    });
  });
});
