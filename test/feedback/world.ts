import { randomUUID } from 'node:crypto';
import type { DestinationStream } from 'pino';
import type { EntityManager } from 'typeorm';
import { beforeAll } from 'vitest';
import { Account } from '../../src/accounts/account.entity.js';
import { Consents } from '../../src/accounts/consents.service.js';
import { RoleGrant } from '../../src/accounts/role-grant.entity.js';
import { Sessions } from '../../src/accounts/sessions.service.js';
import { newId } from '../../src/database/id.js';
import { now } from '../../src/database/time.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointGarant } from '../../src/programme/point-garant.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { Versions, type Wording } from '../../src/programme/versions.service.js';
import { csrfToken } from '../../src/web/csrf.js';
import { Secret } from '../../src/web/secret.js';
import { type Viewer, ViewerSource } from '../../src/web/viewer.js';
import { type TestApplication, testApplication } from '../support/application.js';
import type { TestDatabase } from '../support/databases.js';

/** Somebody with an account, signed in and with consent. */
export interface Person {
  id: string;
  name: string;
  email: string;
  cookie: string;
}

/** The application with a programme of one point in it. */
export interface World {
  app: TestApplication;
  /** Address of the point. */
  path: string;
  point(): Promise<Point>;
  /** The point's text now, in order. */
  sections(): Promise<SectionText[]>;
  /** The section with this number; fails when the text does not have it. */
  section(number: number): Promise<SectionText>;
  person(name: string, garantOf?: string): Promise<Person>;
  viewer(person: Person): Promise<Viewer>;
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Gives a section another wording, as an import does. */
  reword(number: number, body: string): Promise<void>;
  /** Sets when the consultation closes. */
  closesAt(instant: string | null): Promise<void>;
  /** Posts a form with the token it carries. */
  post(
    path: string,
    fields: Record<string, string | string[]>,
    as?: Person,
    headers?: Record<string, string>,
  ): PromiseLike<Answer>;
  get(path: string, as?: Person): PromiseLike<Answer>;
}

interface Answer {
  status: number;
  text: string;
  headers: Record<string, string>;
}

export const texts = {
  first: 'Kraj otevře úřad i o sobotách. Na vyřízení občanky nikdo nebude čekat déle než hodinu.',
  second: 'Formuláře budou k dispozici na internetu a půjdou poslat bez podpisu na papíře.',
  third: 'Data kraje budou otevřená.',
};

const longAgo = '2020-01-01T00:00:00.000Z';

/** Starts the application for the tests of the surrounding group. */
export function world(
  database: TestDatabase,
  environment?: NodeJS.ProcessEnv,
  output?: DestinationStream,
): World {
  const app = testApplication(database, environment, output);
  const ids = { programme: newId(), point: newId() };
  beforeAll(() => app.database.write((manager) => fill(manager, app.application.get(Versions), ids)));

  const point = async () => {
    const row = await app.database.read.findOneBy(Point, { id: ids.point });
    if (!row) throw new Error('The point is missing');
    return row;
  };
  const sections = async () => app.application.get(Points).sections(await point());
  const viewer = async ({ cookie }: Person) => {
    const found = await app.application.get(Sessions).ofToken(cookie.split('=')[1]);
    if (!found) throw new Error('Nobody is signed in');
    return found;
  };
  const token = async (as?: Person) =>
    csrfToken(app.application.get(Secret), { viewer: as ? await viewer(as) : null });
  return {
    app,
    path: '/program/zkusebni/urad',
    point,
    sections,
    section: async (number) => {
      const section = (await sections()).find((candidate) => candidate.number === number);
      if (!section) throw new Error(`The text has no section ${number}`);
      return section;
    },
    person: (name, garantOf) => person(app, name, garantOf),
    viewer,
    write: (work) => app.database.write(work),
    reword: (number, body) => reword(app, ids.point, number, body),
    closesAt: async (instant) => {
      await app.database.write((manager) =>
        manager.update(Programme, { id: ids.programme }, { closesAt: instant }),
      );
    },
    get: (path, as) =>
      app
        .http()
        .get(path)
        .set('cookie', as?.cookie ?? ''),
    post: async (path, fields, as, headers = {}) =>
      app
        .http()
        .post(path)
        .type('form')
        .set(headers)
        .set('cookie', as?.cookie ?? '')
        .send({ _csrf: await token(as), ...fields }),
  };
}

async function fill(
  manager: EntityManager,
  versions: Versions,
  ids: { programme: string; point: string },
): Promise<void> {
  await manager.insert(Programme, {
    id: ids.programme,
    uid: 'zkusebni',
    groupUid: null,
    groupTitle: null,
    title: 'Zkušební program',
    lead: null,
    opensAt: longAgo,
    closesAt: null,
    settledAt: null,
    votesShown: 'always',
    contact: null,
    position: 0,
  });
  await manager.insert(Point, {
    id: ids.point,
    programmeId: ids.programme,
    uid: 'urad',
    slug: 'urad',
    path: 'zkusebni/urad.md',
    title: 'Úřad pro lidi',
    shortTitle: null,
    perex: null,
    intro: null,
    motto: null,
    img: null,
    approved: null,
    redmine: '[]',
    position: 0,
    source: '',
    sourceSections: '[]',
    versionNumber: 0,
    nextSectionNumber: 1,
    createdAt: longAgo,
    archivedAt: null,
  });
  await manager.insert(PointGarant, { pointId: ids.point, personUid: 'jana', position: 0 });
  const point = await manager.findOneByOrFail(Point, { id: ids.point });
  const wordings: Wording[] = [
    { kind: 'preamble', heading: null, body: texts.first },
    { kind: 'heading', heading: 'Formuláře', body: texts.second },
    { kind: 'heading', heading: 'Data', body: texts.third },
  ];
  await versions.add(
    manager,
    point,
    wordings.map((wording) => ({ section: 'new', wording })),
    { cause: 'import', actorId: null, authorId: null, note: null },
  );
}

async function person(app: TestApplication, name: string, garantOf?: string): Promise<Person> {
  const id = newId();
  const email = `${randomUUID()}@example.org`;
  const sessions = app.application.get<Sessions>(ViewerSource);
  const cookie = await app.database.write(async (manager) => {
    await manager.insert(Account, {
      id,
      email,
      publicName: name,
      nameSkeleton: name.toLowerCase(),
      locale: 'cs',
      createdAt: now(),
      bannedAt: null,
      erasedAt: null,
    });
    if (garantOf)
      await manager.insert(RoleGrant, {
        id: newId(),
        accountId: id,
        role: 'garant',
        personUid: garantOf,
        pointId: null,
        grantedById: null,
        grantedAt: now(),
        revokedAt: null,
      });
    await app.application.get(Consents).give(manager, id);
    return `${sessions.cookieName}=${await sessions.start(manager, { accountId: id, userAgent: 'test', method: 'email' })}`;
  });
  return { id, name, email, cookie };
}

async function reword(app: TestApplication, pointId: string, number: number, body: string): Promise<void> {
  const points = app.application.get(Points);
  const versions = app.application.get(Versions);
  await app.database.write(async (manager) => {
    const point = await manager.findOneByOrFail(Point, { id: pointId });
    const places = (await points.sections(point, manager)).map((section) =>
      section.number === number
        ? {
            section: section.sectionId,
            wording: { kind: section.kind, heading: section.heading, body },
          }
        : { keep: section.revisionId },
    );
    await versions.add(manager, point, places, {
      cause: 'import',
      actorId: null,
      authorId: null,
      note: null,
    });
  });
}

/** Counts the queries that reading makes. */
export async function queriesOf(app: TestApplication, work: () => Promise<unknown>): Promise<number> {
  const connection = app.database.read.connection;
  const { logger } = connection;
  let count = 0;
  connection.logger = Object.assign(Object.create(logger), { logQuery: () => count++ });
  try {
    await work();
    return count;
  } finally {
    connection.logger = logger;
  }
}
