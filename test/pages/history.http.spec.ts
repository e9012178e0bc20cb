import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { Database } from '../../src/database/database.js';
import { Comments } from '../../src/feedback/comments.service.js';
import { Votes } from '../../src/feedback/votes.service.js';
import { ContentImport } from '../../src/programme/content-import.service.js';
import { FormerPointAddress } from '../../src/programme/former-point-address.entity.js';
import { FormerSectionNumber } from '../../src/programme/former-section-number.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { Points, type SectionText } from '../../src/programme/points.service.js';
import { Programme } from '../../src/programme/programme.entity.js';
import { Section } from '../../src/programme/section.entity.js';
import { type VersionOrigin, type VersionPlace, Versions } from '../../src/programme/versions.service.js';
import { FiguresService } from '../../src/reports/figures.service.js';
import { queriesDuring } from '../conventions/queries.js';
import { type Person, texts, type World, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

const keep = ({ revisionId }: SectionText): VersionPlace => ({ keep: revisionId });
const worded = (section: SectionText, body: string, minor = false): VersionPlace => ({
  section: section.sectionId,
  wording: { kind: section.kind, heading: section.heading, body },
  minor,
});

/** Makes the next version of the world's point, with the entry that every change leaves. */
function change(
  here: World,
  make: (sections: SectionText[]) => VersionPlace[],
  origin: Partial<VersionOrigin> = {},
): Promise<void> {
  const { application } = here.app;
  return here.write(async (manager) => {
    const { id } = await here.point();
    const point = await manager.findOneByOrFail(Point, { id });
    const places = make(await application.get(Points).sections(point, manager));
    const blank = { cause: 'edit' as const, actorId: null, authorId: null, note: null };
    await application.get(Versions).add(manager, point, places, { ...blank, ...origin });
    await touch(here, manager);
  });
}

async function touch(here: World, manager: Parameters<Parameters<World['write']>[0]>[0]): Promise<void> {
  const { id, programmeId } = await here.point();
  const subject = { subjectType: 'point', subjectId: id, programmeId, pointId: id };
  await here.app.application
    .get(ActivityLog)
    .record(manager, { actorId: null, verb: 'point.edited', ...subject });
}

const without = (html: string) =>
  html.replace(/<span class="visually-hidden">[^<]*<\/span>/g, '').replace(/\s+/g, ' ');

eachDatabase('the history of a text', (store) => {
  const here = world(store);
  let jana: Person;
  let eva: Person;
  const read = async (path: string, as?: Person) => {
    const { status, text } = await here.get(path, as);
    expect([path, status]).toEqual([path, 200]);
    return text;
  };

  beforeAll(async () => {
    jana = await here.person('Jana Garantová', 'jana');
    eva = await here.person('Eva');
    const second = await here.section(2);
    const { sectionId, revisionId } = second;
    await here.write(async (manager) => {
      const comments = here.app.application.get(Comments);
      await comments.publish(manager, { sectionId, revisionId, authorId: eva.id, body: 'A co podpis?' });
      await here.app.application.get(Votes).cast(manager, { sectionId, accountId: eva.id, value: 'agree' });
    });
    // 2: a correction of typography. 3: a rewording. 4: all new, in another order, one gone, one more.
    await change(here, ([a, b, c]) =>
      a && b && c ? [keep(a), worded(b, `${texts.second.slice(0, -1)}…`, true), keep(c)] : [],
    );
    await change(
      here,
      ([a, b, c]) => (a && b && c ? [keep(a), worded(b, `${texts.second} I z telefonu.`), keep(c)] : []),
      { actorId: jana.id, note: 'Lidé chtějí <b>telefon</b>.' },
    );
    await change(
      here,
      ([a, b, c]) =>
        a && b && c
          ? [
              worded(c, 'Otevřená data dostanete zdarma.'),
              worded(b, 'Zcela jiná slova o něčem dočista odlišném.'),
              {
                section: 'new',
                splitFromId: c.sectionId,
                wording: { kind: 'heading', heading: 'Mapy', body: 'Mapy kraje.' },
              },
            ]
          : [],
      { cause: 'import' },
    );
  });

  describe('of a point', () => {
    test('lists every version with who made it, why, and what changed', async () => {
      const html = without(await read(`${here.path}/verze`));
      expect([...html.matchAll(/id="verze-(\d+)"/g)].map(([, number]) => number)).toEqual([
        '4',
        '3',
        '2',
        '1',
      ]);
      expect(html).toContain('Úprava textu, <bdi>Jana Garantová</bdi>');
      expect(html).toContain('lang="cs">Lidé chtějí &lt;b&gt;telefon&lt;/b&gt;.</p>');
      expect(html).toMatch(/Jen drobná oprava:<\/b> <a href="[^"]*\/sekce\/2">/);
      expect(html).toMatch(/Vyřazená část:<\/b> <a href="[^"]*\/sekce\/1">/);
      expect(html).toMatch(/Oddělená část:<\/b> <a href="[^"]*\/sekce\/4">/);
      expect(html).toContain('První verze, 3 části');
      expect(await read(`/en${here.path}/verze`)).toContain('Minor correction only:');
    });

    test('has each version at a lasting address, with the time it stood and how to cite it', async () => {
      const html = await read(`${here.path}/verze/1`);
      expect(html).toContain(texts.first);
      expect(html).not.toContain('Mapy kraje');
      expect(html).toMatch(/Takto zněl text od <?[^<]* do /);
      expect(html).toContain(`${here.app.config.baseUrl}${here.path}/verze/1</span>`);
      expect(html).toContain('<meta name="robots" content="noindex">');
      const newest = await read(`${here.path}/verze/4`);
      expect(newest).toContain('Takto zní text od');
      expect(newest).toContain('oddělená část');
      expect(newest).not.toContain('content="noindex"');
    });

    test('compares two versions section by section, by what they are and not by where they stand', async () => {
      const html = without(await read(`${here.path}/verze/3..4`));
      expect([...html.matchAll(/class="compare-section[^"]*" id="sekce-(\d)"/g)].map(([, n]) => n)).toEqual([
        '1',
        '3',
        '2',
        '4',
      ]);
      expect(html).toMatch(/compare-removed" id="sekce-1"/);
      expect(html).toContain('<del>Kraj otevře');
      expect(html).toMatch(/compare-added" id="sekce-4"/);
      expect(html).toContain('<ins>Mapy kraje.</ins>');
      const few = without(await read(`${here.path}/verze/1..2`));
      expect(few).toContain('drobná oprava');
      expect(few.match(/class="compare-section/g)).toHaveLength(1);
      expect(few.match(/1 část beze změny/g)).toHaveLength(2);
    });

    test('leads from a form, from a wrong order and from twice the same to one address', async () => {
      const goes = async (path: string) => (await here.get(here.path + path)).headers.location;
      expect(await goes('/verze?od=1&do=3')).toBe(`${here.path}/verze/1..3`);
      expect(await goes('/verze?od=3&do=1')).toBe(`${here.path}/verze/1..3`);
      expect(await goes('/verze/3..1')).toBe(`${here.path}/verze/1..3`);
      expect(await goes('/verze/2..2')).toBe(`${here.path}/verze/2`);
      const refused = await here.get(`${here.path}/verze?od=1&do=99`);
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('value="99"');
      expect(refused.text).toContain('Napište dvě různá čísla od 1 do 4.');
    });

    test.each([
      '0',
      '5',
      '99999999999',
      '1..5',
      '5..1',
      '1...2',
      '1..2..3',
      '-1',
      '1e1',
      'x',
      '1..',
      '%00',
      '01',
    ])('has no version %s', async (which) => {
      expect((await here.get(`${here.path}/verze/${which}`)).status).toBe(404);
    });

    test('is sent once as long as nothing changes', async () => {
      for (const path of ['/verze', '/verze/1', '/verze/1..4', '/sekce/2/zneni', '/sekce/2/zneni/1']) {
        const { headers } = await here.get(here.path + path);
        const again = await here.app
          .http()
          .get(here.path + path)
          .set('if-none-match', String(headers.etag));
        expect([path, again.status]).toEqual([path, 304]);
      }
    });
  });

  describe('of a section', () => {
    test('names every wording, and marks a correction of typography', async () => {
      const html = without(await read(`${here.path}/sekce/2/zneni`));
      expect([...html.matchAll(/zneni\/(\d+)">Znění/g)].map(([, number]) => number)).toEqual([
        '4',
        '3',
        '2',
        '1',
      ]);
      expect(html.match(/drobná oprava/g)).toHaveLength(1);
      expect(html.match(/platí nyní/g)).toHaveLength(1);
      expect(await read(`${here.path}/sekce/2/zneni/1`)).toContain(texts.second);
      expect(await read(`${here.path}/sekce/2/zneni/1..2`)).toContain('Liší se jen typografie');
      expect(without(await read(`${here.path}/sekce/2/zneni/1..3`))).toMatch(/<ins> *I z telefonu\./);
      expect((await here.get(`${here.path}/sekce/2/zneni/9`)).status).toBe(404);
    });

    test('is there for sections that the text no longer has', async () => {
      expect(await read(`${here.path}/sekce/1/zneni`)).toContain('už v současném textu není');
      const html = await read(`${here.path}/sekce/1/zneni/1`);
      expect(html).toContain('starší znění');
      expect(html).toContain(texts.first);
    });

    test('names what it was split from, from both sides', async () => {
      expect(without(await read(`${here.path}/sekce/4`))).toMatch(
        /vznikla rozdělením: <a href="[^"]*\/sekce\/3"/,
      );
      expect(without(await read(`${here.path}/sekce/3`))).toMatch(
        /Oddělila se z ní: <a href="[^"]*\/sekce\/4"/,
      );
    });
  });

  describe('what was said', () => {
    test('leads to the wording it was said about, and is marked once little is left of it', async () => {
      const html = await read(`${here.path}/sekce/2`);
      expect(html).toContain(`href="${here.path}/sekce/2/zneni/1..4">k tehdejšímu znění`);
      expect(html).toContain('vztahuje se ke starší verzi textu');
    });

    test('by votes counts for the words, and is confirmed in one step', async () => {
      const box = await read(`${here.path}/sekce/2`, eva);
      expect(box).toContain('K dřívějšímu znění jste hlasovali „Souhlasím“.');
      expect(box).toContain(`${here.path}/sekce/2/zneni/1..4`);
      const { revisionId } = await here.section(2);
      const { status } = await here.post(
        `${here.path}/sekce/2/hlas`,
        { volba: 'agree', revize: revisionId },
        eva,
      );
      expect(status).toBe(303);
      expect(await read(`${here.path}/sekce/2`, eva)).not.toContain('K dřívějšímu znění');
    });
  });

  test('lets those edit who may, and nobody else sees the way', async () => {
    const link = `${here.path}/sekce/2/uprava`;
    expect(await read(here.path, jana)).toContain(link);
    expect(await read(`${here.path}/sekce/2`, jana)).toContain(link);
    expect(await read(here.path, eva)).not.toContain(link);
    expect(await read(here.path)).not.toContain(link);
  });
});

eachDatabase('what became part of another section', (store) => {
  const here = world(store);

  test('brings what was said along, marked with where it comes from, also at second hand', async () => {
    const eva = await here.person('Eva');
    const [first, second, third] = await here.sections();
    if (!first || !second || !third) throw new Error('missing');
    await here.write(async (manager) => {
      const { application } = here.app;
      const about = { authorId: eva.id };
      await application
        .get(Comments)
        .publish(manager, { ...about, sectionId: first.sectionId, body: 'K úvodu.' });
      await application
        .get(Comments)
        .publish(manager, { ...about, sectionId: second.sectionId, body: 'K formulářům.' });
      await application
        .get(Votes)
        .cast(manager, { sectionId: second.sectionId, accountId: eva.id, value: 'disagree' });
    });
    await change(here, (sections) => sections.slice(2).map(keep));
    await here.write(async (manager) => {
      await manager.update(Section, { id: first.sectionId }, { mergedIntoId: second.sectionId });
      await manager.update(Section, { id: second.sectionId }, { mergedIntoId: third.sectionId });
      await touch(here, manager);
    });
    const html = without((await here.get(`${here.path}/sekce/3`)).text);
    expect(html.match(/Ze sloučené části/g)).toHaveLength(2);
    expect(html).toContain('K úvodu.');
    expect(html).toContain('K formulářům.');
    expect(html).toContain('souhlasí 0, váhá 0, nesouhlasí 1');
    expect(html).toContain(`href="${here.path}/sekce/2#komentar-1"`);
    expect(without((await here.get(here.path)).text)).toMatch(/Komentáře <b>2<\/b>/);
    expect(without((await here.get(`${here.path}/verze`)).text)).toMatch(
      /Části sloučené s jinými:<\/b> <a href="[^"]*\/sekce\/1".*<a href="[^"]*\/sekce\/2"/,
    );
    const old = without((await here.get(`${here.path}/sekce/2`)).text);
    expect(html).toContain('class="deadline"');
    expect(old).not.toContain('class="deadline"');
    expect(old).toMatch(/Její text se stal součástí: <a href="[^"]*\/sekce\/3"/);
    expect(old).toContain('Nesouhlasí <b>1</b>');
  });
});

eachDatabase('what has moved', (store) => {
  const here = world(store);

  test('is found at its old address, with what stood behind it', async () => {
    const { id: pointId, programmeId } = await here.point();
    const { sectionId } = await here.section(3);
    await here.write(async (manager) => {
      await manager.insert(FormerPointAddress, { programmeId, slug: 'stary', pointId });
      await manager.insert(FormerSectionNumber, { pointId, number: 77, sectionId });
      await touch(here, manager);
    });
    const goes = async (path: string) => {
      const { status, headers } = await here.get(path);
      return [status, headers.location];
    };
    expect(await goes('/program/zkusebni/stary')).toEqual([308, here.path]);
    expect(await goes('/program/zkusebni/stary/verze/1?x=1')).toEqual([308, `${here.path}/verze/1?x=1`]);
    expect(await goes('/en/program/zkusebni/stary/sekce/2')).toEqual([308, `/en${here.path}/sekce/2`]);
    expect(await goes(`${here.path}/sekce/77?po=3`)).toEqual([308, `${here.path}/sekce/3?po=3`]);
    expect(await goes(`${here.path}/sekce/77/zneni/1`)).toEqual([308, `${here.path}/sekce/3/zneni/1`]);
    const eva = await here.person('Eva');
    const form = await here.get(`${here.path}/sekce/77/navrh`, eva);
    expect([form.status, form.text.includes(`${here.path}/sekce/3`)]).toEqual([200, true]);
    const { revisionId } = await here.section(3);
    const said = await here.post(
      '/program/zkusebni/stary/sekce/3/komentare',
      { body: 'Psáno ze staré stránky.', revize: revisionId },
      eva,
    );
    expect(said.headers.location).toMatch(new RegExp(`^${here.path}/sekce/3`));
    expect(
      (await here.post(`${here.path}/sekce/77/hlas`, { volba: 'agree', revize: revisionId }, eva)).status,
    ).toBe(303);
    expect((await goes(`${here.path}/sekce/78`))[0]).toBe(404);
    expect((await goes('/program/zkusebni/jiny'))[0]).toBe(404);
    expect((await here.get('/program/zkusebni/stary')).headers['cache-control']).toBe('no-cache');
  });
});

eachDatabase('a section that an import moves to another point', (store) => {
  const here = world(store);

  test('is found from its old address, and told of in the history of both', async () => {
    const folder = mkdtempSync(join(inject('databaseServers').folder, 'moves-'));
    const moving =
      '## Noční spoje\n\nV pátek a v sobotu pojedou noční autobusy ze všech větších měst domů.\n';
    const put = (name: string, sections: string) =>
      writeFileSync(
        join(folder, `${name}.md`),
        `---\ncampaignCategoryUid: kraj\nuid: ${name}\ntitle: ${name}\n---\n\n${sections}`,
      );
    const school = '## Školy\n\nKe každé škole povede bezpečný chodník a přechod.\n';
    const trains = '## Vlaky\n\nVlaky pojedou každou hodinu a na hlavních tratích každou půlhodinu.\n';
    put('doprava', `${trains}\n${moving}`);
    put('skoly', school);
    await here.app.application.get(ContentImport).run(folder, null);
    const eva = await here.person('Eva');
    const places = here.app.application.get(Points);
    const { section } = (await places.findSection('kraj', 'doprava', 2)) ?? {};
    await here.app.database.write((manager) =>
      manager.update(Programme, { uid: 'kraj' }, { opensAt: '2020-01-01T00:00:00.000Z' }),
    );
    await here.write((manager) =>
      here.app.application.get(Comments).publish(manager, {
        sectionId: section?.sectionId ?? '',
        authorId: eva.id,
        body: 'I ve čtvrtek, prosím.',
      }),
    );
    put('doprava', trains);
    put('skoly', `${school}\n${moving}`);
    await here.app.application.get(ContentImport).run(folder, null);
    const old = await here.get('/program/kraj/doprava/sekce/2');
    expect([old.status, old.headers.location]).toEqual([308, '/program/kraj/skoly/sekce/2']);
    expect((await here.get('/program/kraj/skoly/sekce/2')).text).toContain('I ve čtvrtek, prosím.');
    const left = without((await here.get('/program/kraj/doprava/verze')).text);
    expect(left).toMatch(/Přesunuto do jiného bodu:<\/b> <a href="\/program\/kraj\/doprava\/sekce\/2"/);
    expect(without((await here.get('/program/kraj/skoly/verze')).text)).toContain('Přesunuto odjinud:');
    // What was cited once still reads as it did.
    const cited = without((await here.get('/program/kraj/doprava/verze/1')).text);
    expect(cited).toContain('noční autobusy ze všech');
    expect(cited).toContain('href="/program/kraj/doprava/sekce/2">Noční spoje');
    expect((await here.get('/program/kraj/skoly/sekce/2/zneni/1')).text).toContain('noční autobusy');
  });
});

eachDatabase('since the last visit', (store) => {
  const here = world(store);
  const tell = (as: Person | undefined, fields: Record<string, string>, headers = {}) =>
    here.post(`${here.path}/precteno`, fields, as, headers);

  test('what changed is shown to whoever was there before, and to nobody else', async () => {
    const [eva, adam] = [await here.person('Eva'), await here.person('Adam')];
    const looked = await tell(eva, { verze: '1', jak: 'zobrazeno' }, { 'x-fragment': '1' });
    expect([looked.status, looked.text]).toEqual([204, '']);
    await change(here, ([a, b, c]) =>
      a && b && c ? [keep(a), worded(b, 'Formuláře z telefonu.'), keep(c)] : [],
    );
    const band = 'Od vaší poslední návštěvy se změnila 1 část';
    const html = (await here.get(here.path, eva)).text;
    expect(html).toContain(band);
    expect(html).toContain(`${here.path}/verze/1..2`);
    expect(html).toContain(`${here.path}/sekce/2/zneni/1..2`);
    expect(html.match(/class="rail-changed"/g)).toHaveLength(2);
    expect((await here.get(`${here.path}/sekce/2`, eva)).text).toContain('Změněno od vaší poslední návštěvy');
    expect((await here.get('/program/zkusebni', eva)).text).toContain(
      'Od vaší poslední návštěvy se změnil 1 bod',
    );
    for (const other of [adam, undefined]) {
      expect((await here.get(here.path, other)).text).not.toContain('Od vaší poslední návštěvy');
      expect((await here.get('/program/zkusebni', other)).text).not.toContain('Od vaší poslední návštěvy');
    }
    // Looking again within the same visit takes nothing away; saying that it is read does.
    await tell(eva, { verze: '2', jak: 'zobrazeno' }, { 'x-fragment': '1' });
    expect((await here.get(here.path, eva)).text).toContain(band);
    const { status, headers } = await tell(eva, { verze: '2', jak: 'precteno' });
    expect([status, headers.location?.split('?')[0]]).toEqual([303, here.path]);
    expect((await here.get(here.path, eva)).text).not.toContain('Od vaší poslední návštěvy');
  });

  test('corrections of typography are not worth a word', async () => {
    const ota = await here.person('Ota');
    await tell(ota, { verze: '2' });
    await change(here, ([a, b, c]) =>
      a && b && c ? [worded(a, `${texts.first.slice(0, -1)}…`, true), keep(b), keep(c)] : [],
    );
    expect((await here.get(here.path, ota)).text).not.toContain('Od vaší poslední návštěvy');
  });

  test('nothing is kept of a visitor, nor of a version that is not there', async () => {
    expect((await tell(undefined, { verze: '1' })).headers.location).toMatch(/^\/prihlaseni/);
    const eva = await here.person('Eva');
    for (const verze of ['99', '0', 'x', '1.5']) expect((await tell(eva, { verze })).status).toBe(400);
    expect((await tell(eva, { verze: '1', jak: 'jinak' })).status).toBe(400);
    expect((await tell(eva, { verze: '1', _csrf: 'x' })).status).toBe(403);
  });

  test('reading leaves no entry in the log', async () => {
    const eva = await here.person('Eva');
    const stamp = async () => (await here.get(here.path)).headers.etag;
    const before = await stamp();
    await tell(eva, { verze: '1' });
    expect(await stamp()).toBe(before);
  });
});

eachDatabase('votes on words whose typography was corrected', (store) => {
  const here = world(store);

  test('are current in the reports as on the page', async () => {
    const eva = await here.person('Eva');
    const { sectionId } = await here.section(1);
    await here.write((manager) =>
      here.app.application.get(Votes).cast(manager, { sectionId, accountId: eva.id, value: 'agree' }),
    );
    await change(here, (sections) =>
      sections.map((section, place) =>
        place === 0 ? worded(section, `${texts.first.slice(0, -1)}…`, true) : keep(section),
      ),
    );
    const programme = await here.app.application.get(Points).programme('zkusebni');
    if (!programme) throw new Error('missing');
    const { points } = await here.app.application.get(FiguresService).ofProgramme(programme);
    const votes = points[0]?.sections.find(({ number }) => number === 1)?.figures.votes;
    expect(votes).toMatchObject({ agree: 1, older: 0 });
    const box = (await here.get(here.path, eva)).text;
    expect(box).toMatch(/id="hlas-1-agree"[^>]*aria-pressed="true"/);
    expect(box).not.toContain('K dřívějšímu znění');
  });
});

eachDatabase('a long history', (store) => {
  const here = world(store);

  test('takes as many queries as a short one, page by page', async () => {
    const eva = await here.person('Eva');
    const paths = ['/verze', '/verze/1', '/verze/1..2', '/sekce/2/zneni', '/sekce/2', ''];
    const lengthen = async (times: number) => {
      for (let number = 0; number < times; number += 1)
        await change(here, (sections) =>
          sections.map((section) => worded(section, `Znění číslo ${section.revisionNumber + 1}.`)),
        );
    };
    const measure = async () => {
      const counts: Record<string, number> = {};
      for (const path of paths) {
        await here.write((manager) => touch(here, manager));
        const queries = await queriesDuring(here.app.application.get(Database), async () => {
          expect((await here.get(here.path + path, eva)).status).toBe(200);
        });
        counts[path] = queries.length;
      }
      return counts;
    };
    await here.post(`${here.path}/precteno`, { verze: '1' }, eva);
    await lengthen(2);
    const few = await measure();
    await lengthen(30);
    expect(await measure()).toEqual(few);
    const html = (await here.get(`${here.path}/verze`)).text;
    expect(html.match(/id="verze-/g)).toHaveLength(20);
    const [, older = ''] = /rel="next" href="([^"]+)"/.exec(html) ?? [];
    const rest = (await here.get(older.replaceAll('&#x3D;', '='))).text;
    expect([...rest.matchAll(/id="verze-(\d+)"/g)].map(([, number]) => Number(number))).toEqual(
      Array.from({ length: 13 }, (_, index) => 13 - index),
    );
  });
});
