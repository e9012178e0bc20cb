import { afterEach, describe, expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { setClock } from '../../src/database/time.js';
import { Comment } from '../../src/feedback/comment.entity.js';
import { Outbox } from '../../src/mail/outbox.service.js';
import { OutboxMail } from '../../src/mail/outbox-mail.entity.js';
import { Decision } from '../../src/moderation/decision.entity.js';
import { Decisions } from '../../src/moderation/decisions.service.js';
import { eachDatabase } from '../support/databases.js';
import { deskWorld } from './desk-world.js';

const hiding = { standing: 'waiting', ground: 'insult', facts: 'Uráží jmenovitě úřednici na přepážce.' };

eachDatabase('comments on the desk', (database) => {
  const here = deskWorld(database);
  const later = (seconds: number) => setClock(() => new Date(Date.now() + seconds * 1000));
  afterEach(() => setClock());
  const address = (id: string, noun: string) => `/garant/komentare/${id}/${noun}`;

  test('are answered in the garant’s voice, and their author is told a minute later', async () => {
    const [jana, eva] = [await here.person('Jana Garantová', 'jana'), await here.person('Eva')];
    const comment = await here.say(eva, 'Kdy se otevře?');
    const answer = await here.post(
      address(comment.id, 'odpoved'),
      { standing: 'waiting', body: 'Otevřeme **v březnu**.' },
      jana,
    );
    expect(answer.status).toBe(303);
    const [reply] = await here.app.database.read.findBy(Comment, { parentId: comment.id });
    expect(reply).toMatchObject({ voice: 'garant', body: 'Otevřeme **v březnu**.', authorId: jana.id });
    expect((await here.comment(comment.id)).handledById).toBe(jana.id);
    const [mail] = await here.mails(comment.id);
    expect(mail).toMatchObject({ recipient: eva.email, kind: 'moderation.answered', sentAt: null });
    expect(mail?.body).toContain('Otevřeme **v březnu**.');
    expect(mail?.body).toContain(`/program/zkusebni/urad/sekce/1#komentar-${reply?.number}`);
    expect(Date.parse(mail?.notBefore ?? '') - Date.parse(mail?.createdAt ?? '')).toBe(60_000);
  });

  test('show what the text was when they were written, and what has changed since', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
    const comment = await here.say(eva, 'Tohle mi přijde málo.');
    const unchanged = await here.get(`/garant/komentare/${comment.id}`, jana);
    expect(unchanged.text).not.toContain('mezitim');
    const { body } = await here.section(1);
    await here.reword(1, `${body} Nově i v sobotu.`);
    const { text } = await here.get(`/garant/komentare/${comment.id}`, jana);
    expect(text).toContain('Komentář se vztahuje k tomuto staršímu znění');
    expect(text).toMatch(/id="mezitim"[\s\S]*<ins>[\s\S]*Nově i v sobotu\./);
  });

  test('are hidden with a statement of reasons that the author, the thread and the public log have', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva Hrubá')];
    const comment = await here.say(eva, 'Ta paní je <b>úplně</b> neschopná.');
    expect((await here.post(address(comment.id, 'skryti'), hiding, jana)).status).toBe(303);
    expect((await here.comment(comment.id)).hiddenAt).not.toBeNull();
    const decision = await here.app.database.read.findOneByOrFail(Decision, { commentId: comment.id });
    expect(decision).toMatchObject({
      kind: 'hide',
      ground: 'insult',
      facts: hiding.facts,
      decidedById: jana.id,
      onNotice: false,
      automated: false,
    });
    const [mail] = await here.mails(comment.id);
    for (const part of ['úplně', hiding.facts, 'Urážky', `${decision.number}`, 'jiný člověk', 'soud'])
      expect(mail?.body).toContain(part);
    const reasons = await here.app.application.get(Decisions).ofComments([comment.id]);
    expect(reasons.get(comment.id)).toMatchObject({ ground: 'insult', facts: hiding.facts });

    const log = await here.get('/moderace');
    expect(log.text).toContain(hiding.facts);
    expect(log.text).toContain(`rozhodnuti-${decision.number}`);
    for (const secret of ['Eva Hrubá', 'úplně', 'Jana', comment.id, jana.id])
      expect(log.text).not.toContain(secret);
    expect(log.headers['set-cookie']).toBeUndefined();
    expect((await here.get('/en/moderace')).text).toContain('Insults and hatred');
  });

  test('are set aside without a word to anybody', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
    const comment = await here.say(eva, 'Souhlasím.');
    await here.post(address(comment.id, 'vyrizeni'), { standing: 'waiting' }, jana);
    expect((await here.comment(comment.id)).handledAt).not.toBeNull();
    expect(await here.mails(comment.id)).toEqual([]);
  });

  describe('within a minute', () => {
    test('an answer is taken back with its mail, and nothing else of the thread', async () => {
      const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
      const comment = await here.say(eva, 'První otázka ve vlákně');
      const second = await here.say(eva, 'Druhá otázka ve vlákně', 1, comment.id);
      await here.post(address(comment.id, 'odpoved'), { standing: 'waiting', body: 'Odpověď první' }, jana);
      await here.post(address(second.id, 'vyrizeni'), { standing: 'waiting' }, jana);
      expect((await here.post(address(second.id, 'vraceni'), {}, jana)).status).toBe(303);
      expect(await here.app.database.read.countBy(Comment, { body: 'Odpověď první' })).toBe(1);
      expect((await here.post(address(comment.id, 'vraceni'), {}, jana)).status).toBe(303);
      expect(await here.app.database.read.countBy(Comment, { body: 'Odpověď první' })).toBe(0);
      expect((await here.comment(comment.id)).handledAt).toBeNull();
      expect(await here.mails(comment.id)).toEqual([]);
    });

    test('a hiding is taken back with its mail; the log says so', async () => {
      const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
      const comment = await here.say(eva, 'Omylem skrytý komentář');
      await here.post(address(comment.id, 'skryti'), hiding, jana);
      expect((await here.post(address(comment.id, 'vraceni'), {}, jana)).status).toBe(303);
      expect(await here.comment(comment.id)).toMatchObject({ hiddenAt: null, handledAt: null });
      expect(await here.mails(comment.id)).toEqual([]);
      const kinds = await here.app.database.read.find(Decision, {
        where: { commentId: comment.id },
        order: { number: 'ASC' },
      });
      expect(kinds.map(({ kind, facts }) => [kind, facts !== ''])).toEqual([
        ['hide', true],
        ['restore', false],
      ]);
      expect((await here.get('/moderace')).text).toContain('Vzato zpět hned po skrytí.');
    });

    test('nobody else takes it back', async () => {
      const [jana, other] = [await here.person('Jana', 'jana'), await here.person('Druhá', 'jana')];
      const comment = await here.say(await here.person('Eva'), 'Cizí rozhodnutí');
      await here.post(address(comment.id, 'vyrizeni'), { standing: 'waiting' }, jana);
      expect((await here.post(address(comment.id, 'vraceni'), {}, other)).status).toBe(409);
    });
  });

  test('cannot be taken back later, but a hidden one can be shown again for a reason', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
    const [hidden, settled] = [await here.say(eva, 'Skrytý, pak vrácený'), await here.say(eva, 'Vyřízený')];
    await here.post(address(hidden.id, 'skryti'), hiding, jana);
    await here.post(address(settled.id, 'vyrizeni'), { standing: 'waiting' }, jana);
    later(61);
    expect((await here.post(address(hidden.id, 'vraceni'), {}, jana)).status).toBe(409);
    expect((await here.post(address(settled.id, 'vraceni'), {}, jana)).status).toBe(409);
    const bare = await here.post(address(hidden.id, 'vraceni'), { facts: 'krátce' }, jana);
    expect(bare.status).toBe(422);
    expect(bare.text).toContain('krátce');
    const facts = 'Námitce jsme vyhověli, nešlo o urážku.';
    expect((await here.post(address(hidden.id, 'vraceni'), { facts }, jana)).status).toBe(303);
    expect((await here.comment(hidden.id)).hiddenAt).toBeNull();
    const [mail] = await here.mails(hidden.id);
    expect(mail).toMatchObject({ kind: 'moderation.restored' });
    expect(mail?.body).toContain(facts);
    expect((await here.get('/moderace')).text).toContain(facts);
  });

  test('decided by two at once are decided once; the other is told how it stands', async () => {
    const [jana, other] = [await here.person('Jana První', 'jana'), await here.person('Dana', 'jana')];
    const comment = await here.say(await here.person('Eva'), 'O mně rozhodnou dva');
    const both = await Promise.all([
      here.post(address(comment.id, 'odpoved'), { standing: 'waiting', body: 'Odpověď Jany' }, jana),
      here.post(address(comment.id, 'skryti'), hiding, other),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect((await here.mails(comment.id)).length).toBe(1);
    const again = await here.post(
      address(comment.id, 'odpoved'),
      { standing: 'waiting', body: 'Pozdní odpověď, která je delší než čtyřicet znaků.' },
      other,
    );
    expect(again.status).toBe(409);
    expect(again.text).toContain('mezitím');
    expect(again.text).toContain('Pozdní odpověď, která je delší');
  });

  test('stay as they were when the mail cannot be written', async () => {
    const [jana, eva] = [await here.person('Jana', 'jana'), await here.person('Eva')];
    const comment = await here.say(eva, 'Nic napůl');
    const outbox = here.app.application.get(Outbox);
    const { queue } = outbox;
    const before = await here.app.database.read.count(Activity);
    // The disk is full at the worst moment.
    outbox.queue = async (manager, letter) => {
      await queue.call(outbox, manager, letter);
      throw new Error('disk full');
    };
    try {
      expect((await here.post(address(comment.id, 'skryti'), hiding, jana)).status).toBe(500);
    } finally {
      outbox.queue = queue;
    }
    expect(await here.comment(comment.id)).toMatchObject({ hiddenAt: null, handledAt: null });
    expect(await here.app.database.read.countBy(Decision, { commentId: comment.id })).toBe(0);
    expect(await here.app.database.read.countBy(OutboxMail, { subjectId: comment.id })).toBe(0);
    expect(await here.app.database.read.count(Activity)).toBe(before);
  });

  test('need a ground and facts to be hidden; what was typed stays', async () => {
    const jana = await here.person('Jana', 'jana');
    const comment = await here.say(await here.person('Eva'), 'Bez důvodu mě neskryjete');
    const facts = { ...hiding, facts: 'Málo' };
    const bad = [
      { standing: 'waiting', ground: '', facts: 'Dost dlouhé vysvětlení.' },
      { ...hiding, ground: 'because' },
      facts,
      { ...hiding, facts: '\u200b'.repeat(40) },
      { ...hiding, facts: 'x'.repeat(1001) },
    ];
    for (const fields of bad) {
      const answer = await here.post(address(comment.id, 'skryti'), fields, jana);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('error-summary');
    }
    expect((await here.post(address(comment.id, 'skryti'), facts, jana)).text).toContain('Málo');
    for (const fields of [
      { ...hiding, state: 'x' },
      { ...hiding, ground: ['insult', 'spam'] },
    ])
      expect((await here.post(address(comment.id, 'skryti'), fields, jana)).status).toBe(400);
    const empty = { standing: 'waiting', body: '' };
    expect((await here.post(address(comment.id, 'odpoved'), empty, jana)).status).toBe(422);
    expect((await here.comment(comment.id)).handledAt).toBeNull();
  });

  test('on another’s point are not there, for reading and for writing', async () => {
    const comment = await here.say(await here.person('Eva'), 'Jen pro garanta tohoto bodu');
    const stranger = await here.person('Cizí garant', 'nekdo-jiny');
    const missing = '00000000-0000-7000-8000-000000000000';
    const page = async (id: string) => here.get(`/garant/komentare/${id}`, stranger);
    expect((await page(comment.id)).status).toBe(404);
    expect((await page(comment.id)).text.replaceAll(comment.id, missing)).toBe((await page(missing)).text);
    for (const noun of ['odpoved', 'skryti', 'vyrizeni', 'vraceni']) {
      const path = address(comment.id, noun);
      // Right or wrong, the form is not even looked at.
      const forms: Record<string, string>[] = [hiding, { standing: 'waiting', body: 'Text' }, {}];
      for (const fields of forms) expect((await here.post(path, fields, stranger)).status).toBe(404);
      expect((await here.post(path, {}, await here.person('Občanka'))).status).toBe(403);
      expect((await here.post(path, {})).headers.location).toMatch(/^\/prihlaseni/);
    }
    expect((await here.get(`/garant/komentare/${comment.id}`)).headers.location).toMatch(
      /^\/prihlaseni\?next=/,
    );
    expect(await here.comment(comment.id)).toMatchObject({ hiddenAt: null, handledAt: null });
  });

  test('of all points can be hidden by staff, but not answered for the garant', async () => {
    const staff = await here.makeStaff(await here.person('Správa', 'nekdo-jiny'));
    const comment = await here.say(await here.person('Eva'), 'Co smí správa');
    const page = await here.get(`/garant/komentare/${comment.id}`, staff);
    expect(page.status).toBe(200);
    expect(page.text).toContain(address(comment.id, 'skryti'));
    expect(page.text).not.toContain(address(comment.id, 'odpoved'));
    const answer = { standing: 'waiting', body: 'Za garanta' };
    expect((await here.post(address(comment.id, 'odpoved'), answer, staff)).status).toBe(404);
    expect((await here.post(address(comment.id, 'vyrizeni'), { standing: 'waiting' }, staff)).status).toBe(
      404,
    );
    expect((await here.post(address(comment.id, 'skryti'), hiding, staff)).status).toBe(303);
  });
});
