import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Consent, type ConsentKind } from '../../src/accounts/consent.entity.js';
import { Consents } from '../../src/accounts/consents.service.js';
import { Identification } from '../../src/accounts/identification.service.js';
import { PendingContribution } from '../../src/accounts/pending-contribution.entity.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Vote } from '../../src/feedback/vote.entity.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { type Person, texts, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';
import { fillIn, hiddenFields, newestLink, post, signIn, someEmail, useLink } from './people.js';

/** Just before midnight in Prague, and just after, when new rules apply. */
const [evening, night] = [new Date('2030-06-10T21:50:00Z'), new Date('2030-06-10T22:01:00Z')];
const [oldTerms, newTerms] = ['2026-01-01', '2030-06-11'];
const [signing, agreeing] = ['/prihlaseni/prispevek', '/prihlaseni/souhlas'];

/** An operator's own rules, of which a new version is announced. */
function termsFolder(): string {
  const folder = mkdtempSync(join(inject('databaseServers').folder, 'texts-'));
  for (const locale of ['cs', 'en']) {
    const own = join(folder, locale, 'podminky');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, `${oldTerms}.md`), '# Pravidla\n');
    writeFileSync(join(own, `${newTerms}.md`), '---\nchanges: Nově i o půlnoci.\n---\n# Pravidla\n');
  }
  return folder;
}

eachDatabase('Between opening a form and sending it', (database) => {
  const environment: NodeJS.ProcessEnv = {};
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: evening });
    environment.TEXTS_DIR = termsFolder();
  });
  afterAll(() => void vi.useRealTimers());
  beforeEach(() => void vi.setSystemTime(evening));
  const here = world(database, environment);
  const at = {
    get database() {
      return here.app.database;
    },
  };
  const consents = () => here.app.application.get(Consents);

  beforeAll(async () => {
    const author = await here.person('Autorka');
    const fields = { heading: 'Data', body: `${texts.third} Vždy.`, reason: 'Aby byla vždy.', credited: '1' };
    expect((await here.post(`${here.path}/sekce/3/navrh`, fields, author)).status).toBe(303);
  });

  const said = async () => [
    await at.database.read.count(Comment),
    await at.database.read.count(Vote),
    await at.database.read.count(Suggestion),
    await at.database.read.count(PendingContribution),
    await at.database.read.count(OutboxMail),
  ];

  /** What may happen meanwhile, and what is asked then. */
  const meanwhile: Record<string, { happen(person: Person): Promise<void>; asked: string; not: string }> = {
    'new rules came out': {
      happen: async () => void vi.setSystemTime(night),
      asked: 'terms',
      not: 'consent',
    },
    'the consent was withdrawn': {
      happen: (person) => here.write((manager) => consents().withdraw(manager, person.id)),
      asked: 'consent',
      not: 'terms',
    },
  };

  const section = '/program/zkusebni/urad/sekce/2';
  /** The page that is opened, and the form sent from it. */
  const forms: Record<string, { page: string; to: string; fields: Record<string, string> }> = {
    'a comment': { page: section, to: `${section}/komentare`, fields: { body: 'Slovo o půlnoci.' } },
    'a vote': { page: section, to: `${section}/hlas`, fields: { volba: 'agree' } },
    'a suggestion': {
      page: `${section}/navrh`,
      to: `${section}/navrh`,
      fields: { heading: 'Formuláře', body: 'Zcela nově.', reason: 'Kvůli noci.', credited: '1' },
    },
    'support of a suggestion': { page: '/navrhy/1', to: '/navrhy/1/hlas', fields: { value: 'support' } },
    'a comment on a suggestion': {
      page: '/navrhy/1',
      to: '/navrhy/1/komentare',
      fields: { body: 'Slovo k návrhu.' },
    },
  };

  describe.each(Object.keys(meanwhile))('%s:', (what) => {
    it.each(Object.keys(forms))('%s is kept back until that is agreed to', async (which) => {
      const [event, form] = [meanwhile[what], forms[which]];
      if (!event || !form) throw new Error('There is no such case');
      const person = await here.person(`Noční ${what} ${which}`.slice(0, 40));
      expect((await here.get(form.page, person)).status).toBe(200);
      await event.happen(person);
      const before = await said();
      // Equal suggestions would be shown before theirs is taken.
      const own = form.fields.reason ? { ...form.fields, body: `${what}, therefore so.` } : form.fields;
      const page = await here.post(form.to, own, person);
      expect(page.status).toBe(200);
      expect(page.text).toContain(`name="${event.asked}"`);
      expect(page.text).not.toContain(`name="${event.not}"`);
      expect(await said()).toEqual(before);

      const { _csrf, ...hidden } = hiddenFields(page as never, agreeing);
      expect((await here.post(agreeing, hidden, person)).status).toBe(422);
      expect(await said()).toEqual(before);
      expect((await here.post(agreeing, { ...hidden, [event.asked]: 'yes' }, person)).status).toBe(303);
      expect(await said()).not.toEqual(before);
    });
  });

  it('the page that asks is asked anew as well: for the new rules, and for what was withdrawn', async () => {
    const person = await here.person('Dvakrát Tázaná');
    await here.write((manager) => consents().withdraw(manager, person.id, 'terms'));
    const page = await here.post(`${section}/komentare`, { body: 'Slovo dvakrát.' }, person);
    const { _csrf, ...hidden } = hiddenFields(page as never, agreeing);
    vi.setSystemTime(night);
    const before = await said();
    const again = await here.post(agreeing, { ...hidden, terms: 'yes' }, person);
    expect(again.status).toBe(422);
    const { _csrf: _, ...anew } = hiddenFields(again as never, agreeing);
    expect(anew.termsVersion).toBe(newTerms);
    await here.write((manager) => consents().withdraw(manager, person.id));
    const both = await here.post(agreeing, { ...anew, terms: 'yes' }, person);
    expect(both.status).toBe(422);
    expect(both.text).toContain('name="consent"');
    expect(await said()).toEqual(before);
    const { _csrf: __, ...all } = hiddenFields(both as never, agreeing);
    const done = await here.post(agreeing, { ...all, terms: 'yes', consent: 'yes' }, person);
    expect(done.status).toBe(303);
    const agreed = await at.database.read.findBy(Consent, { accountId: person.id, kind: 'terms' });
    expect(agreed.map(({ version }) => version).sort()).toEqual([oldTerms, newTerms]);
  });

  it('a consent taken back while the request is on its way counts', async () => {
    const person = await here.person('Po Cestě');
    await here.write((manager) => consents().withdraw(manager, person.id));
    const before = await said();
    const signed = await here.viewer(person);
    const publish = (consented: ConsentKind[]) =>
      here.app.application
        .get(Identification)
        .publish(
          { viewer: signed, address: '127.0.0.1' },
          { kind: 'vote', payload: '{}', flash: 'feedback.vote.counted' },
          consented,
        );
    await expect(publish([])).rejects.toMatchObject({ status: 409 });
    await expect(publish(['terms'])).rejects.toMatchObject({ status: 409 });
    expect(await said()).toEqual(before);
  });

  it('what waits under an address goes with the consent that its owner withdraws', async () => {
    const [browser, email] = [here.app.browser(), someEmail()];
    await signIn(at, browser, email, 'Rozmyslela Se');
    const comment = { body: 'Ještě nepotvrzená.' };
    const visitor = here.app.browser();
    const asked = await fillIn(visitor, `${section}/komentare`, `${section}/komentare`, comment);
    const given = { email, publicName: 'Rozmyslela Se', consent: 'yes', terms: 'yes' };
    expect((await post(visitor, signing, { ...hiddenFields(asked, signing), ...given })).status).toBe(303);
    const link = await newestLink(at, email);
    const settings = '/muj-ucet/nastaveni';
    const agreed = await fillIn(browser, settings, `${settings}/souhlas`, { consent: 'yes', terms: 'yes' });
    expect(agreed.status).toBe(303);
    const withdrawn = await fillIn(browser, settings, `${settings}/souhlas/odvolani`, {});
    expect(withdrawn.status).toBe(303);
    expect(await at.database.read.countBy(PendingContribution, { email })).toBe(0);
    expect((await useLink(visitor, link)).status).toBe(303);
    expect(await at.database.read.countBy(Comment, { body: comment.body })).toBe(0);
    const { id } = await at.database.read.findOneByOrFail(Account, { email });
    expect(await consents().missing(at.database.read, id)).toContain('opinions');
  });

  it('a visitor who signed under the old rules is asked for the new ones, and keeps what was typed', async () => {
    const [browser, email] = [here.app.browser(), someEmail()];
    const asked = await fillIn(browser, `${section}/komentare`, `${section}/komentare`, {
      body: 'Noční host.',
    });
    const given = { email, publicName: 'Noční Host', consent: 'yes', terms: 'yes' };
    const hidden = hiddenFields(asked, signing);
    expect(hidden.termsVersion).toBe(oldTerms);
    vi.setSystemTime(night);
    const before = await said();
    const again = await post(browser, signing, { ...hidden, ...given });
    expect(again.status).toBe(422);
    expect(again.text).toContain('href="#terms"');
    expect(again.text).not.toContain('href="#consent"');
    expect(again.text).toContain('Noční Host');
    expect(await said()).toEqual(before);
    const anew = { ...hiddenFields(again, signing), ...given };
    expect((await post(browser, signing, anew)).status).toBe(303);
    const waiting = await at.database.read.findOneByOrFail(PendingContribution, { email });
    expect(waiting.termsVersion).toBe(newTerms);
  });
});
