import { readFileSync } from 'node:fs';
import { Account } from '../../../src/accounts/account.entity.js';
import { Ceremony } from '../../../src/accounts/ceremony.entity.js';
import { EmailChange } from '../../../src/accounts/email-change.entity.js';
import { EmailLink } from '../../../src/accounts/email-link.entity.js';
import { FormerName } from '../../../src/accounts/former-name.entity.js';
import { Erasure } from '../../../src/accounts/my-data/erasure.entity.js';
import { Erasures } from '../../../src/accounts/my-data/erasures.service.js';
import { nameKey } from '../../../src/accounts/names.service.js';
import { Passkey } from '../../../src/accounts/passkeys/passkey.entity.js';
import { PendingContribution } from '../../../src/accounts/pending-contribution.entity.js';
import { Invitation } from '../../../src/accounts/people/invitation.entity.js';
import { after, day } from '../../../src/accounts/periods.js';
import { Identity } from '../../../src/accounts/providers/identity.entity.js';
import { Session } from '../../../src/accounts/session.entity.js';
import { newId } from '../../../src/database/id.js';
import { now } from '../../../src/database/time.js';
import { Comments } from '../../../src/feedback/comments.service.js';
import { type SectionVote, Votes } from '../../../src/feedback/votes.service.js';
import { OutboxMail } from '../../../src/mail/outbox-mail.entity.js';
import { Reading } from '../../../src/programme/reading.entity.js';
import { Acceptances } from '../../../src/suggestions/acceptances.service.js';
import { OwnWords } from '../../../src/suggestions/own-words.service.js';
import { Voices } from '../../../src/suggestions/voices.service.js';
import type { Person } from '../../feedback/world.js';
import type { DeskWorld } from '../../moderation/desk-world.js';
import type { TestDatabase } from '../../support/databases.js';
import { signedIn } from '../../support/signed-in.js';
import { knownElsewhere, saidMore } from './leaver-rows.js';

/** What nobody else has, so that it can be looked for. */
export const rare = {
  name: 'Zbyhněvka Ostrvážková',
  formerName: 'Kvapíkova Přezdívka',
  device: 'Vymyšlenofon/7.3 (Prkenný OS)',
  formerEmail: 'drive.kvapikova@nikde.example',
  passkey: 'Můj zelený bzučák',
  credential: 'Q1JFREVOVElBTC1LVkFQSUs',
  subject: 'subjekt-8843-kvapik',
  pending: 'Čekající věta o lanovce na Petrov.',
  formerPending: 'Věta pod dřívější adresou o lodích na Svratce.',
  mail: 'Dopis o vzducholodi nad Špilberkem.',
};

/** What they said, where nothing of it became the text. */
export const words = {
  comment: 'Vozíčkářům vadí ten schod u podatelny.',
  answered: 'Kdy přibude bzučící přepážka?',
  reply: 'Přesně to jsem chtěla říct o kolonádě.',
  hidden: 'Urážka o plesnivém radním.',
  waiting: 'Formuláře budou i v mateřštině tučňáků.',
  edited: 'Formuláře budou v nářečí tučňáků.',
  declined: 'Formuláře se budou házet do studny.',
  adapted: 'Data kraje budou otevřená jako okno v bazénu.',
  reason: 'Neboť můj strýc Kvapík to tak má rád.',
  step: 'Upravila jsem to po poradě s tchyní.',
};

/** Accepted as it was: the programme's text from then on. */
export const accepted = 'Kraj otevře úřad i o sobotách a nedělích, a to včetně podatelny.';

/** Somebody who has done everything that one can do here. */
export interface Leaver {
  person: Person;
  garant: Person;
  other: Person;
  /** Numbers of suggestions: theirs and one of somebody else that they supported. */
  numbers: { waiting: number; declined: number; adapted: number; accepted: number; supported: number };
  answeredId: string;
}

export async function leaver(here: DeskWorld): Promise<Leaver> {
  const person = await here.person(rare.name);
  const garant = await here.person('Jana Garantová', 'jana');
  const other = await here.person('Karel Jiný');
  await knownAs(here, person);
  await knownElsewhere(here, person);
  const { answeredId } = await talk(here, { person, garant, other });
  const numbers = await suggest(here, { person, garant, other });
  await vote(here, person, numbers.supported);
  await saidMore(here, person, numbers);
  return { person, garant, other, numbers, answeredId };
}

/** Asks for the erasure and lets a week go by. */
export async function leave(here: DeskWorld, { id }: Person, choice: 'keep' | 'remove'): Promise<void> {
  const erasures = here.app.application.get(Erasures);
  await erasures.request(await signedIn(here.app.application, id), choice);
  await here.write((manager) => manager.update(Erasure, { accountId: id }, { dueAt: after(-1) }));
  await erasures.carryOutDue();
}

/** Everything that is stored, as text: all tables there are. */
export async function everythingStored(here: DeskWorld): Promise<string> {
  const { read, kind } = here.app.database;
  const tables: { name: string }[] = await read.query(
    kind === 'sqlite'
      ? `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`
      : `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const texts: string[] = [];
  for (const { name } of tables) texts.push(JSON.stringify(await read.query(`SELECT * FROM "${name}"`)));
  return texts.join('\n').replaceAll('\\"', '"');
}

/** What the engine has noted about the values of columns, to plan with; it may quote them. */
export async function statisticsOf(here: DeskWorld): Promise<string> {
  const { read, kind } = here.app.database;
  if (kind === 'sqlite') return '';
  const noted = 'SELECT most_common_vals::text AS common, histogram_bounds::text AS bounds FROM pg_stats';
  return JSON.stringify(await read.query(`${noted} WHERE schemaname = 'public'`));
}

/** The files of the database as they lie on the disk, where there are files. */
export function filesOf(database: TestDatabase): string {
  if (database.kind === 'postgres') return '';
  const file = database.url.replace(/^sqlite:/, '');
  return [file, `${file}-wal`].map((path) => readFileSync(path).toString('utf8')).join('\n');
}

/** All a person's rows that are not about what they said. */
async function knownAs(here: DeskWorld, { id: accountId, email }: Person): Promise<void> {
  const at = now();
  const later = after(day);
  const point = await here.point();
  await here.write(async (manager) => {
    await manager.update(Account, { id: accountId }, { nameSkeleton: nameKey(rare.name) });
    await manager.update(Session, { accountId }, { userAgent: rare.device });
    await manager.insert(FormerName, { accountId, number: 1, publicName: rare.formerName, replacedAt: at });
    await manager.insert(Passkey, {
      id: newId(),
      accountId,
      credentialId: rare.credential,
      publicKey: 'kvapik',
      counter: 0,
      transports: '',
      backedUp: false,
      name: rare.passkey,
      createdAt: at,
      lastUsedAt: null,
    });
    await manager.insert(Identity, {
      id: newId(),
      accountId,
      issuer: 'https://issuer.example',
      subject: rare.subject,
      provider: 'obec',
      createdAt: at,
      lastUsedAt: at,
    });
    await manager.insert(EmailChange, {
      id: newId(),
      accountId,
      oldEmail: rare.formerEmail,
      newEmail: email,
      confirmHash: newId(),
      revertHash: newId(),
      requestedAt: at,
      expiresAt: later,
      confirmedAt: at,
      revertibleUntil: later,
      revertedAt: null,
    });
    await manager.insert(Ceremony, {
      id: newId(),
      browserHash: 'x',
      kind: 'passkey-add',
      accountId,
      data: rare.subject,
      createdAt: at,
      expiresAt: later,
    });
    await manager.insert(EmailLink, {
      id: newId(),
      tokenHash: newId(),
      email,
      next: null,
      userAgent: rare.device,
      createdAt: at,
      expiresAt: later,
      usedAt: null,
    });
    await manager.insert(PendingContribution, {
      id: newId(),
      email,
      publicName: rare.name,
      kind: 'comment',
      payload: JSON.stringify({ body: rare.pending }),
      dedupeKey: newId(),
      consentVersion: '1',
      locale: 'cs',
      createdAt: at,
      expiresAt: later,
    });
    await manager.insert(Invitation, {
      id: newId(),
      email,
      role: 'staff',
      personUid: null,
      pointId: null,
      invitedById: null,
      createdAt: at,
      expiresAt: later,
      acceptedAt: null,
      acceptedById: null,
      withdrawnAt: null,
    });
    await manager.insert(Reading, {
      accountId,
      pointId: point.id,
      versionBefore: 1,
      versionSeen: 1,
      seenAt: at,
    });
    await manager.insert(OutboxMail, {
      id: newId(),
      recipient: 'nekdo.jiny@example.org',
      subject: `Odpověděla vám ${rare.name}`,
      body: `${rare.name} vám odpověděla.`,
      locale: 'cs',
      kind: 'moderation.answered',
      createdAt: at,
      notBefore: at,
      sentAt: at,
    });
  });
}

type Cast = Pick<Leaver, 'person' | 'garant' | 'other'>;

async function talk(here: DeskWorld, { person, garant, other }: Cast): Promise<{ answeredId: string }> {
  const comments = here.app.application.get(Comments);
  await here.say(person, words.comment, 3);
  const answered = await here.say(person, words.answered);
  const viewer = await here.viewer(garant);
  await here.write((manager) =>
    comments.answer(manager, { commentId: answered.id, viewer, body: 'Přibude na jaře.' }),
  );
  const root = await here.say(other, 'Mluvme o kolonádě.');
  await here.say(person, words.reply, 1, root.id);
  const hidden = await here.say(person, words.hidden);
  const facts = 'Útok na člověka místo na návrh.';
  await here.post(
    `/garant/komentare/${hidden.id}/skryti`,
    { ground: 'insult', facts, standing: 'waiting' },
    garant,
  );
  return { answeredId: answered.id };
}

async function suggest(here: DeskWorld, { person, garant, other }: Cast): Promise<Leaver['numbers']> {
  const acceptances = here.app.application.get(Acceptances);
  const viewer = await here.viewer(garant);
  const said = async (body: string, section: number) => {
    const { id, number } = await here.suggest(person, body, section);
    await here.write((manager) =>
      manager.update('suggestion', { id }, { reason: words.reason, creditAgreedAt: now() }),
    );
    return number;
  };
  const numbers = {
    waiting: await said(words.edited, 2),
    declined: await said(words.declined, 2),
    adapted: await said(words.adapted, 3),
    accepted: await said(accepted, 1),
    supported: (await here.suggest(other, 'Formuláře budou v obou jazycích kraje.', 2)).number,
  };
  const statement = 'Takhle to půjde.';
  await here.write(async (manager) => {
    await acceptances.decline(manager, { number: numbers.declined, viewer, statement });
    await acceptances.accept(manager, { number: numbers.accepted, viewer, statement: '' });
    const edited = { heading: 'Data', body: 'Data kraje budou otevřená všem.' };
    await acceptances.accept(manager, { number: numbers.adapted, viewer, statement, edited });
  });
  await editWaiting(here, person, numbers.waiting);
  return numbers;
}

async function editWaiting(here: DeskWorld, person: Person, number: number): Promise<void> {
  const { revisionId, heading } = await here.section(2);
  const viewer = await here.viewer(person);
  await here.write((manager) =>
    here.app.application.get(OwnWords).rewrite(manager, {
      number,
      viewer,
      how: 'edit',
      wording: { heading, body: words.waiting },
      reason: words.reason,
      revisionId,
    }),
  );
}

async function vote(here: DeskWorld, { id: accountId }: Person, supported: number): Promise<void> {
  const { sectionId, revisionId } = await here.section(3);
  const { id: suggestionId } = await here.suggestion(supported);
  const value: SectionVote = 'agree';
  await here.write(async (manager) => {
    await here.app.application.get(Votes).cast(manager, { sectionId, accountId, value, revisionId });
    await here.app.application.get(Voices).give(manager, { suggestionId, accountId, value: 'support' });
  });
}
