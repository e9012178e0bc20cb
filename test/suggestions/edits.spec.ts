import { expect, test } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { Point } from '../../src/programme/point.entity.js';
import { PointVersion } from '../../src/programme/point-version.entity.js';
import { SectionRevision } from '../../src/programme/section-revision.entity.js';
import { Edits } from '../../src/suggestions/edits.service.js';
import { Suggestion } from '../../src/suggestions/suggestion.entity.js';
import { Suggestions } from '../../src/suggestions/suggestions.service.js';
import { Refusal } from '../../src/web/refusal.js';
import { type Person, texts, world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

eachDatabase('editing in place', (database) => {
  const here = world(database);
  const edits = () => here.app.application.get(Edits);
  const edit = async (by: Person, number: number, body: string, more: object = {}) => {
    const { sectionId, revisionId, heading } = await here.section(number);
    const viewer = await here.viewer(by);
    const editing = {
      sectionId,
      revisionId,
      wording: { heading, body },
      note: 'Zpřesnění.',
      minor: false,
      viewer,
    };
    return here.write((manager) => edits().edit(manager, { ...editing, ...more }));
  };
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'done',
      (error: unknown) => (error instanceof Refusal ? `${error.status} ${error.key ?? ''}`.trim() : error),
    );
  const address = (number: number) => `${here.path}/sekce/${number}/uprava`;
  const fields = async (number: number, changes: Record<string, string> = {}) => {
    const { heading, body, revisionId } = await here.section(number);
    const form: Record<string, string> = heading === null ? {} : { heading };
    return { ...form, body, note: 'Zpřesnění lhůty.', revize: revisionId, intent: 'send', ...changes };
  };
  /** Gives the point a file, as an import does. */
  const fromFile = async () => {
    const sections = await here.sections();
    const parts = sections.map(({ heading, body }) => (heading === null ? body : `## ${heading}\n\n${body}`));
    const source = `---\ncampaignCategoryUid: zkusebni\ntitle: Úřad\n---\n\n${parts.join('\n\n')}\n`;
    const sourceSections = JSON.stringify(sections.map(({ sectionId }) => sectionId));
    const { id } = await here.point();
    await here.write((manager) => manager.update(Point, { id }, { source, sourceSections }));
  };
  const takeFileAway = async () => {
    const { id } = await here.point();
    await here.write((manager) => manager.update(Point, { id }, { source: '', sourceSections: '[]' }));
  };
  const newestRevision = async (number: number) => {
    const { revisionId } = await here.section(number);
    return here.app.database.read.findOneByOrFail(SectionRevision, { id: revisionId });
  };

  test('makes a version with its note, recorded, and leaves suggestions waiting', async () => {
    const jana = await here.person('Jana', 'jana');
    const eva = await here.person('Eva');
    const { sectionId } = await here.section(1);
    const proposal = { kind: 'reword' as const, heading: null, body: `${texts.first} Vždy.` };
    const waiting = await here.write((manager) =>
      here.app.application
        .get(Suggestions)
        .publish(manager, { sectionId, authorId: eva.id, proposal, reason: 'Ať je to jisté.' }),
    );
    const before = await here.point();
    const version = await edit(jana, 1, texts.first.replace('hodinu', 'půl hodiny'));
    const { id: versionId } = version;
    const stored = await here.app.database.read.findOneByOrFail(PointVersion, { id: versionId });
    expect(stored).toMatchObject({
      number: before.versionNumber + 1,
      cause: 'edit',
      actorId: jana.id,
      authorId: null,
      note: 'Zpřesnění.',
    });
    const edited = { verb: 'point.edited', actorId: jana.id, pointId: before.id, subjectId: sectionId };
    expect(await here.app.database.read.countBy(Activity, edited)).toBe(1);
    expect(await here.app.database.read.findOneBy(Suggestion, { id: waiting.suggestion.id })).toMatchObject({
      state: 'open',
    });
    expect((await newestRevision(1)).sameAsId).toBeNull();
  });

  test('is for garants of the point and staff, whatever the consultation’s phase', async () => {
    const jana = await here.person('Jana', 'jana');
    await here.closesAt('2021-01-01T00:00:00.000Z');
    expect((await here.get(address(2), jana)).status).toBe(200);
    expect(
      (await here.post(address(2), await fields(2, { body: `${texts.second} Hned.` }), jana)).status,
    ).toBe(303);
    await here.closesAt(null);
    const otherGarant = await here.person('Petr', 'petr');
    const eva = await here.person('Eva');
    expect((await here.get(address(2), otherGarant)).status).toBe(404);
    expect((await here.post(address(2), await fields(2), otherGarant)).status).toBe(404);
    expect((await here.get(address(2), eva)).status).toBe(403);
    expect(await refusal(edit(otherGarant, 2, 'Jinak.'))).toBe('404');
  });

  test('that corrects typography keeps votes current; the first wording of the run is the one they count for', async () => {
    const jana = await here.person('Jana', 'jana');
    const root = await newestRevision(3);
    await edit(jana, 3, 'Data kraje budou – otevřená!', { minor: true });
    await edit(jana, 3, 'Data kraje budou… otevřená!', { minor: true });
    expect((await newestRevision(3)).sameAsId).toBe(root.id);
    expect(await refusal(edit(jana, 3, 'Data kraje nebudou otevřená!', { minor: true }))).toBe(
      '409 suggestions.problem.notMinor',
    );
    const page = await here.post(address(3), await fields(3, { body: 'Data města.', minor: '1' }), jana);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Tohle není jen typografie');
    expect(page.text).toContain('href="#uprava-drobna"');
    expect(page.text).toMatch(/name="minor" value="1"[^>]* checked/);
  });

  test('needs a note and a change, and keeps what was typed', async () => {
    const jana = await here.person('Jana', 'jana');
    const { versionNumber } = await here.point();
    const unchanged = await here.post(address(2), await fields(2), jana);
    expect(unchanged.status).toBe(422);
    expect(unchanged.text).toContain('Znění je stejné jako to současné');
    const nameless = await here.post(address(2), await fields(2, { body: 'Zcela jinak.', note: ' ' }), jana);
    expect(nameless.status).toBe(422);
    expect(nameless.text).toContain('href="#uprava-poznamka"');
    expect(nameless.text).toContain('Zcela jinak.');
    const seen = await here.post(
      address(2),
      await fields(2, { body: 'Zcela jinak.', note: '', intent: 'preview' }),
      jana,
    );
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('<ins>');
    expect((await here.point()).versionNumber).toBe(versionNumber);
  });

  test('never overwrites what changed meanwhile: it fits in and is shown, or collides and is shown', async () => {
    const jana = await here.person('Jana', 'jana');
    await here.reword(3, 'Data kraje budou otevřená. Vyjdou v lednu.');
    const begun = await fields(3, { body: 'Data kraje budou otevřená. Vyjdou v únoru.' });
    await here.reword(3, 'Data celého kraje budou otevřená. Vyjdou v lednu.');
    const { versionNumber } = await here.point();
    const merged = await here.post(address(3), begun, jana);
    expect(merged.status).toBe(409);
    expect(merged.text).toContain('Data celého kraje budou otevřená. Vyjdou v únoru.');
    expect(merged.text).toContain('Co se mezitím změnilo');
    await here.reword(3, 'Data celého kraje budou otevřená. Vyjdou v březnu.');
    const collides = await here.post(address(3), begun, jana);
    expect(collides.status).toBe(409);
    expect(collides.text).toContain('změnilo se stejné místo');
    expect((await here.point()).versionNumber).toBe(versionNumber + 1);
    expect(await refusal(edit(jana, 3, 'Cokoli.', { revisionId: begun.revize }))).toBe(
      '409 suggestions.refusal.editedMeanwhile',
    );
    expect((await here.post(address(3), await fields(3, { body: 'Jinak.', revize: 'x' }), jana)).status).toBe(
      400,
    );
  });

  test('of what the file could not hold is refused beside the field, before and at the text itself', async () => {
    const jana = await here.person('Jana', 'jana');
    const eva = await here.person('Eva');
    await fromFile();
    const cut = 'Úvodem.\n\n## Nová část\n\nDál.';
    const page = await here.post(address(2), await fields(2, { body: cut }), jana);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Nadpis „## Nová část“ by tu začal novou část');
    expect(page.text).toContain('href="#uprava-text"');
    expect(await refusal(edit(jana, 2, cut))).toBe('409 suggestions.problem.notWritable');
    const suggestion = { kind: 'reword', reason: 'Je to tak přehlednější.', intent: 'send' };
    const { heading, revisionId } = await here.section(2);
    const typed = { ...suggestion, heading: heading ?? '', body: 'Text.\n\n```\nkód', revize: revisionId };
    const composed = await here.post(`${here.path}/sekce/2/navrh`, typed, eva);
    expect(composed.status).toBe(422);
    expect(composed.text).toContain('není ukončený a spolkl by i následující části');
    await edit(jana, 2, 'Úvodem.\n\n### Mezititulek\n\nDál.');
    // With the last but one heading of its level gone, the two below would begin sections.
    await edit(jana, 2, 'Úvodem.\n\n### Mezititulek\n\nDál.\n\n### Druhý\n\nKonec.');
    const third = await here.section(3);
    const removal = { ...suggestion, kind: 'remove', heading: third.heading ?? '', body: third.body };
    const refused = await here.post(
      `${here.path}/sekce/3/navrh`,
      { ...removal, revize: third.revisionId },
      eva,
    );
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Bez této části by se zbytek textu');
    expect(refused.text).toContain('href="#navrh-druh"');
    await takeFileAway();
  });
});
