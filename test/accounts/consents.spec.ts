import { describe, expect, it } from 'vitest';
import { Consent } from '../../src/accounts/consent.entity.js';
import { consentErrors } from '../../src/accounts/consent.form.js';
import { Consents } from '../../src/accounts/consents.service.js';
import { Activity } from '../../src/activity/activity.entity.js';
import { eachDatabase } from '../support/databases.js';
import { accountsApplication } from './application.js';
import { accountOf, fillIn, hiddenFields, post, signIn, someEmail } from './people.js';

const settings = '/muj-ucet/nastaveni';
const today = { opinions: '2', terms: '5' };

describe('The ticks under the texts', () => {
  const ticked = { consent: 'yes', consentVersion: '2', terms: 'yes', termsVersion: '5' };
  const problems = (typed: Record<string, string>, asked: readonly ('opinions' | 'terms')[]) =>
    Object.keys(consentErrors('cs', typed, asked, today));

  it('are all needed, each under the text of today', () => {
    expect(problems(ticked, ['opinions', 'terms'])).toEqual([]);
    expect(problems({}, ['opinions', 'terms'])).toEqual(['consent', 'terms']);
    expect(problems({ ...ticked, consent: 'no' }, ['opinions', 'terms'])).toEqual(['consent']);
    expect(problems({ ...ticked, termsVersion: '4' }, ['opinions', 'terms'])).toEqual(['terms']);
  });

  it('are not needed for what is agreed to already', () => {
    expect(problems({ terms: 'yes', termsVersion: '5' }, ['terms'])).toEqual([]);
    expect(problems({}, [])).toEqual([]);
  });
});

eachDatabase('Consents', (database) => {
  const at = accountsApplication(database);
  const consents = () => at.application.get(Consents);
  const somebody = async () => {
    const email = someEmail();
    const browser = at.browser();
    await signIn(at, browser, email, 'Jana');
    return { browser, id: (await accountOf(at, email)).id };
  };
  const write = async (browser: ReturnType<typeof at.browser>, text: string) => {
    const { _csrf = '' } = hiddenFields(await browser.get(settings), '/odhlaseni');
    return post(browser, '/zkouska', { _csrf, text });
  };

  it('are recorded with kind, version and time, and with who gave them', async () => {
    const { browser, id } = await somebody();
    await fillIn(browser, settings, `${settings}/souhlas`, { consent: 'yes', terms: 'yes' });
    const rows = await at.database.read.findBy(Consent, { accountId: id });
    const { opinions, terms } = consents().versions();
    expect(rows.map(({ kind, version }) => [kind, version]).sort()).toEqual([
      ['opinions', opinions],
      ['terms', terms],
    ]);
    const entries = await at.database.read.findBy(Activity, { verb: 'consent.given', actorId: id });
    expect(entries).toHaveLength(2);
  });

  it('to an older version are asked for again, and only they', async () => {
    const { browser, id } = await somebody();
    const { opinions } = consents().versions();
    await at.database.write((manager) => consents().give(manager, id, { opinions, terms: '2020-01-01' }));
    const page = await write(browser, 'po nové verzi');
    expect(page.status).toBe(200);
    expect(page.text).toContain('name="terms"');
    expect(page.text).not.toContain('name="consent"');
    const hidden = hiddenFields(page, '/prihlaseni/souhlas');
    const answer = await post(browser, '/prihlaseni/souhlas', { ...hidden, terms: 'yes' });
    expect(answer.status).toBe(303);
    expect(await at.notes.by(id)).toEqual(['po nové verzi']);
  });

  it('cannot be given to a version that nobody showed', async () => {
    const { browser, id } = await somebody();
    await at.database.write((manager) => consents().give(manager, id, { opinions: '2020-01-01' }));
    const page = await write(browser, 'podvržená verze');
    const hidden = hiddenFields(page, '/prihlaseni/souhlas');
    const forged = { ...hidden, consent: 'yes', terms: 'yes', termsVersion: '2020-01-01' };
    expect((await post(browser, '/prihlaseni/souhlas', forged)).status).toBe(422);
    expect(await at.notes.by(id)).toEqual([]);
  });

  it('to opinions can be taken back: nothing more is published, the rules stay accepted', async () => {
    const { browser, id } = await somebody();
    await fillIn(browser, settings, `${settings}/souhlas`, { consent: 'yes', terms: 'yes' });
    await fillIn(browser, settings, `${settings}/souhlas/odvolani`, {});
    expect(await consents().missing(at.database.read, id)).toEqual(['opinions']);
    expect((await write(browser, 'bez souhlasu')).status).toBe(200);
    expect(await at.notes.by(id)).toEqual([]);
    const page = await browser.get(settings);
    expect(page.text).toContain('href="/podminky/');
    expect(page.text).not.toContain(`action="${settings}/souhlas/odvolani"`);
  });
});
