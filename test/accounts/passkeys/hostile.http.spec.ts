import { expect, it } from 'vitest';
import { Ceremony } from '../../../src/accounts/ceremony.entity.js';
import { Passkey } from '../../../src/accounts/passkeys/passkey.entity.js';
import { testApplication } from '../../support/application.js';
import { Authenticator, type Lies } from '../../support/authenticator.js';
import { eachDatabase } from '../../support/databases.js';
import { whoIsIn } from '../providers/world.js';
import { addKey, holder, keeping, keyHolder, keysOf, optionsOf, origin, press, signInWith } from './world.js';

const stranger = new Authenticator(origin);
const use = '/prihlaseni/klic';

/** What no authenticator or browser of an honest person does, whether it makes a key or uses one. */
const lies: [string, Lies][] = [
  ['another origin', { origin: 'https://podnet.example' }],
  ['the same host behind another port', { origin: 'http://localhost:3001' }],
  ['a page of ours within one of somebody else', { crossOrigin: true, origin: 'https://zly.example' }],
  ['another host', { host: 'podnet.example' }],
  ['no verification of its owner', { isVerified: false }],
  ['nobody there', { isPresent: false }],
];

eachDatabase('Somebody who forges passkeys', (database) => {
  const at = testApplication(database, { BASE_URL: origin });

  it.each<[string, Lies]>([
    ...lies,
    ['the answer to another question', { type: 'webauthn.create' }],
    ['no signature', { signature: Buffer.from('x') }],
    ['the signature of another key', { key: stranger.keys.privateKey }],
  ])('is not let in with %s', async (_, lie) => {
    const { authenticator, accountId } = await keyHolder(at, 'Cíl Útoku');
    const browser = at.browser();
    const answer = await signInWith(browser, authenticator, lie);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Klíč se nepodařilo ověřit');
    expect(await whoIsIn(browser)).toBeNull();
    expect((await keysOf(at, accountId))[0]?.lastUsedAt).toBeNull();
    expect((await signInWith(browser, authenticator)).status).toBe(303);
  });

  it.each<[string, Lies]>([
    ...lies,
    ['the answer to another question', { type: 'webauthn.get' }],
    ['an algorithm that we did not offer', { algorithm: -65_535 }],
  ])('adds no key with %s', async (_, lie) => {
    const { browser, accountId } = await holder(at, 'Přidává Falešný');
    expect((await addKey(browser, new Authenticator(origin), { lies: lie })).status).toBe(400);
    expect(await keysOf(at, accountId)).toEqual([]);
  });

  it('is not asked what vouches for the make of a key', async () => {
    const { browser, accountId } = await holder(at, 'Bez Záruky');
    expect((await addKey(browser, new Authenticator(origin), { lies: { fmt: 'packed' } })).status).toBe(303);
    expect(await keysOf(at, accountId)).toHaveLength(1);
  });

  it('gets in once with one answer, however often it is sent', async () => {
    const { authenticator } = await keyHolder(at, 'Opakovaná');
    const browser = at.browser();
    const response = authenticator.use(await optionsOf(browser, use));
    const page = await browser.get('/prihlaseni');
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const send = () => browser.post(use).type('form').send({ _csrf, response });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect((await press(browser, use, { response })).status).toBe(404);
  });

  it('cannot use in another browser what was asked in one', async () => {
    const { authenticator } = await keyHolder(at, 'Podvržená');
    const theirs = at.browser();
    const response = authenticator.use(await optionsOf(theirs, use));
    const elsewhere = at.browser();
    expect((await press(elsewhere, use, { response })).status).toBe(404);
    await optionsOf(elsewhere, use);
    expect((await press(elsewhere, use, { response })).status).toBe(404);
    expect((await press(theirs, use, { response })).status).toBe(303);
  });

  it('cannot answer a challenge that was made up, is over, or was meant for something else', async () => {
    const { authenticator, browser } = await keyHolder(at, 'Vymyšlená');
    const anybody = at.browser();
    const made = Buffer.alloc(32, 7).toString('base64url');
    expect((await signInWith(anybody, authenticator, { challenge: made })).status).toBe(404);

    const late = authenticator.use(await optionsOf(anybody, use));
    await at.database.write((manager) =>
      manager.update(Ceremony, { kind: 'passkey' }, { expiresAt: new Date(Date.now() - 1).toISOString() }),
    );
    expect((await press(anybody, use, { response: late })).status).toBe(404);

    const forAdding = authenticator.use(await optionsOf(browser, keeping));
    expect((await press(browser, use, { response: forAdding })).status).toBe(404);
    const forAgain = authenticator.use(await optionsOf(browser, `${use}/znovu`));
    expect((await press(browser, use, { response: forAgain })).status).toBe(404);
    const forSigningIn = authenticator.use(await optionsOf(browser, use));
    expect((await press(browser, `${use}/znovu`, { response: forSigningIn })).status).toBe(404);
  });

  it('adds no key to the account of somebody who signed in meanwhile', async () => {
    const { browser, accountId } = await holder(at, 'Odešla Dřív');
    const response = new Authenticator(origin).make(await optionsOf(browser, keeping));
    const other = await keyHolder(at, 'Přišla Pak');
    await signInWith(browser, other.authenticator);
    expect((await press(browser, keeping, { response, name: 'Podstrčený' })).status).toBe(404);
    expect(await keysOf(at, accountId)).toEqual([]);
    expect(await keysOf(at, other.accountId)).toHaveLength(1);
  });

  it('is refused with a counter that goes back or stays, and the key works on', async () => {
    const { authenticator, accountId } = await keyHolder(at, 'Zkopírovaná');
    await signInWith(at.browser(), authenticator, { counter: 9 });
    for (const counter of [9, 3, 0]) {
      const browser = at.browser();
      const answer = await signInWith(browser, authenticator, { counter });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('kopie');
      expect(await whoIsIn(browser)).toBeNull();
    }
    expect((await keysOf(at, accountId))[0]?.counter).toBe(9);
    expect((await signInWith(at.browser(), authenticator, { counter: 2 ** 32 - 1 })).status).toBe(303);
  });

  it('does not get into an account that the authenticator does not name', async () => {
    const { authenticator } = await keyHolder(at, 'Pravá Majitelka');
    const other = await holder(at, 'Jiná Majitelka');
    const handle = Buffer.from(other.accountId).toString('base64url');
    for (const userHandle of [handle, null, 'eA'])
      expect((await signInWith(at.browser(), authenticator, { userHandle })).status).toBe(403);
    expect((await signInWith(at.browser(), stranger, { userHandle: handle })).status).toBe(403);
  });

  it('does not register a key of somebody else as theirs', async () => {
    const { authenticator } = await keyHolder(at, 'První Držitelka');
    const thief = await holder(at, 'Zlodějka');
    expect((await addKey(thief.browser, authenticator)).status).toBe(409);
    expect(await keysOf(at, thief.accountId)).toEqual([]);
    expect(await at.database.read.countBy(Passkey, { credentialId: authenticator.id })).toBe(1);
  });

  it('gets a page for whatever is no answer at all', async () => {
    const { browser } = await holder(at, 'Nesmyslná');
    const nested = '['.repeat(8000) + ']'.repeat(8000);
    const odd = [
      '',
      'null',
      '[]',
      '{}',
      '"x"',
      '{"id":"x"}',
      nested,
      JSON.stringify({
        id: 'x',
        response: { clientDataJSON: 'e30', authenticatorData: 'e30', signature: 'e30' },
      }),
      JSON.stringify({ id: ['x'], response: { clientDataJSON: {}, authenticatorData: 1, signature: null } }),
      JSON.stringify({ id: 'x', response: { clientDataJSON: 'bnVsbA', attestationObject: 'eA' } }),
      `{"id":"x","__proto__":{"response":1}}`,
      'x'.repeat(17_000),
    ];
    for (const response of odd) {
      for (const [action, fields] of [
        [use, {}],
        [`${use}/znovu`, {}],
        [keeping, { name: 'Nic' }],
      ] as const)
        expect([400, 404]).toContain((await press(browser, action, { response, ...fields })).status);
    }
  });

  it('cannot break the reading of a new key with what is within it', async () => {
    const { browser } = await holder(at, 'Rozbitá');
    const broken = [Buffer.alloc(9000, 0x81), Buffer.from([0xa0]), Buffer.from([0xbf]), Buffer.alloc(4)];
    for (const attestation of broken) {
      const options = await optionsOf(browser, keeping);
      const honest = JSON.parse(new Authenticator(origin).make(options));
      honest.response.attestationObject = attestation.toString('base64url');
      const answer = await press(browser, keeping, { response: JSON.stringify(honest), name: 'Nic' });
      expect(answer.status).toBe(400);
    }
  });
});
