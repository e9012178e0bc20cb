import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPoint } from '../../../src/programme/content/point.js';
import type { Correction, FateWording } from '../../../src/programme/import/fates.js';
import type { ImportedSection, KnownSection } from '../../../src/programme/import/plan-point.js';
import { planTree } from '../../../src/programme/import/plan-tree.js';
import { pointRow } from '../../../src/programme/import/point-row.js';
import type { KnownPointText, PlannedFile, PlannedPlace } from '../../../src/programme/import/tree-plan.js';
import { finished } from './finished.js';

const text = {
  buses: 'Z každé obce pojede ve všední den aspoň jeden spoj za hodinu, o víkendu jeden za dvě hodiny.',
  roads: 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.',
  schools: 'U každé školy vznikne bezpečný přechod a učitelé dostanou plán cest, které si děti samy prošly.',
  bikes: 'Mezi městy postavíme stezky pro kola oddělené od aut a u každého nádraží bude krytý stojan.',
};

const wording = (heading: string, body: string): FateWording => ({ kind: 'heading', heading, body });
const buses = wording('Autobusy', text.buses);
const roads = wording('Silnice', text.roads);
const schools = wording('Školy', text.schools);
const bikes = wording('Kola', text.bikes);

const named = (sectionId: string, section: FateWording): ImportedSection => ({ ...section, sectionId });
const standing = (sectionId: string, section: FateWording, version = 1): KnownSection => ({
  ...named(sectionId, section),
  revisionId: `${sectionId}-${version}`,
  number: Number(/\d+/.exec(sectionId)?.[0] ?? 0),
});

function source(sections: readonly FateWording[], title = 'Doprava'): string {
  const body = sections.map(({ heading, body: words }) => `## ${heading}\n\n${words}`).join('\n\n');
  return `---\ncampaignCategoryUid: kraj\nuid: doprava\norder: 1\ntitle: ${title}\n---\n\n${body}\n`;
}

function content(sections: readonly FateWording[], title?: string) {
  const read = readPoint('doprava.md', Buffer.from(source(sections, title)));
  if (read.status !== 'imported') throw new Error('no point');
  return read.point;
}

/** A point as it was imported from `last` and stands as `current`. */
function known(
  path: string,
  last: readonly ImportedSection[],
  current: readonly KnownSection[] = last.map((section) => standing(section.sectionId, section)),
  archived: readonly KnownSection[] = [],
): KnownPointText {
  const file = content(last);
  return {
    ...pointRow(file),
    id: path,
    slug: 'doprava',
    programme: 'kraj',
    path,
    archived: false,
    versionNumber: 1,
    garants: [],
    header: file.header,
    text: { last, current, archived },
  };
}

const file = (
  path: string,
  old: KnownPointText | null,
  sections: readonly FateWording[],
  title?: string,
) => ({
  path,
  diagnostics: [],
  content: content(sections, title),
  known: old,
});

function plan(
  files: ReturnType<typeof file>[],
  gone: KnownPointText[] = [],
  corrections: Correction[] = [],
): PlannedFile[] {
  return finished(planTree({ files, gone, corrections })).files;
}

function one(old: KnownPointText, sections: readonly FateWording[], title?: string): PlannedFile {
  const [planned] = plan([file(old.path, old, sections, title)]);
  if (!planned) throw new Error('nothing planned');
  return planned;
}

const nameOf = (place: PlannedPlace) => ('keep' in place ? place.keep : place.section);
const names = ({ places }: PlannedFile) => places?.map(nameOf) ?? null;
const kinds = ({ summary }: PlannedFile) => summary.sections.map(({ kind }) => kind);

const s1 = named('s1', buses);
const s2 = named('s2', roads);
const s3 = named('s3', schools);

describe('the plan of one file', () => {
  test('changes nothing when the file did not', () => {
    const planned = one(known('a.md', [s1, s2]), [buses, roads]);
    expect(planned).toMatchObject({ outcome: 'unchanged', places: null });
    expect(planned.sourceSections).toEqual([{ place: 0 }, { place: 1 }]);
  });

  test('rewords the edited section and keeps the revisions of the others', () => {
    const edited = wording('Silnice', `${text.roads} Každý rok znovu.`);
    const planned = one(known('a.md', [s1, s2]), [buses, edited]);
    expect(planned.places).toEqual([
      { keep: 's1-1', sectionId: 's1' },
      { section: 's2', wording: edited, splitFromId: null, minor: false },
    ]);
    expect(kinds(planned)).toEqual(['unchanged', 'edited']);
  });

  test('marks a correction of typography as minor, and a change of one word not', () => {
    const spaced = wording('Silnice', text.roads.replace('potom', ' potom'));
    const negated = wording('Silnice', text.roads.replace('opravíme', 'neopravíme'));
    expect(one(known('a.md', [s1, s2]), [buses, spaced]).summary.sections[1]).toMatchObject({ minor: true });
    expect(one(known('a.md', [s1, s2]), [buses, negated]).summary.sections[1]).toMatchObject({
      minor: false,
    });
  });

  test('keeps an accepted wording where the file did not change', () => {
    const accepted = standing('s2', wording('Silnice', 'Silnice opravíme podle měření.'), 2);
    const edited = wording('Autobusy', `${text.buses} I v noci.`);
    const planned = one(known('a.md', [s1, s2], [standing('s1', buses), accepted]), [edited, roads]);
    expect(names(planned)).toEqual(['s1', 's2-2']);
  });

  test('changes nothing when the file has caught up with the text, so that what was exported can be imported', () => {
    const accepted = wording('Silnice', `${text.roads} Každý rok znovu.`);
    const old = known(
      'a.md',
      [s1, s2],
      [standing('s1', buses), standing('s2', accepted, 2), standing('s4', bikes)],
    );
    const planned = one(old, [buses, accepted, bikes]);
    expect(planned).toMatchObject({ outcome: 'unchanged', places: null });
  });

  test('knows a section that an acceptance added when the file has it too, further edited', () => {
    const old = known(
      'a.md',
      [s1, s2],
      [standing('s1', buses), standing('s4', bikes), standing('s2', roads)],
    );
    const further = wording('Kola', `${text.bikes} A půjčovny.`);
    expect(names(one(old, [buses, further, roads]))).toEqual(['s1-1', 's4', 's2-1']);
  });

  test('leaves a section that was added by an acceptance behind the one it stands behind', () => {
    const old = known(
      'a.md',
      [s1, s2],
      [standing('s1', buses), standing('s4', bikes), standing('s2', roads)],
    );
    const edited = wording('Silnice', `${text.roads} Každý rok znovu.`);
    const planned = one(old, [buses, edited]);
    expect(names(planned)).toEqual(['s1-1', 's4-1', 's2']);
    expect(planned.sourceSections).toEqual([{ place: 0 }, { place: 2 }]);
  });

  test('does not bring back a section that an acceptance removed, unless the file changes it', () => {
    const old = known('a.md', [s1, s2], [standing('s1', buses)], [standing('s2', roads)]);
    const planned = one(old, [buses, roads]);
    expect(planned).toMatchObject({ places: null, sourceSections: [{ place: 0 }, { sectionId: 's2' }] });
    const spaced = wording('Silnice', text.roads.replace('potom', ' potom'));
    expect(one(old, [buses, spaced]).places).toBeNull();
    const edited = wording('Silnice', `${text.roads} Každý rok znovu.`);
    const back = one(old, [buses, edited]);
    expect(names(back)).toEqual(['s1-1', 's2']);
    expect(back.summary.sections[1]).toMatchObject({ returns: true, clash: 'overwritten' });
  });

  test("keeps today's wording where it collides with the file's and a person wants it", () => {
    const accepted = standing('s2', wording('Silnice', `${text.roads} Záruka je osm let.`), 2);
    const old = known('a.md', [s1, s2], [standing('s1', buses), accepted]);
    const edited = [buses, wording('Silnice', `${text.roads} Záruku ponese kraj.`)];
    const decided = (keep: string | null) => {
      const [planned] = plan([file('a.md', old, edited)], [], [{ path: 'a.md', incoming: 1, keep }]);
      return planned;
    };
    expect(decided('s2')).toMatchObject({
      outcome: 'changed',
      places: null,
      sourceSections: [{ place: 0 }, { place: 1 }],
    });
    expect(decided('s2')?.summary.sections[1]).toMatchObject({
      kind: 'unchanged',
      clash: 'kept',
      corrected: true,
    });
    for (const other of [null, 's1'])
      expect(decided(other)?.summary.sections[1]).toMatchObject({ clash: 'overwritten', corrected: false });
  });

  test('leaves away what an acceptance removed where the file changes it and a person wants it away', () => {
    const old = known('a.md', [s1, s2], [standing('s1', buses)], [standing('s2', roads)]);
    const edited = [buses, wording('Silnice', `${text.roads} Každý rok znovu.`)];
    const [planned] = plan([file('a.md', old, edited)], [], [{ path: 'a.md', incoming: 1, keep: 's2' }]);
    expect(planned).toMatchObject({ places: null, sourceSections: [{ place: 0 }, { sectionId: 's2' }] });
    expect(planned?.summary.sections[1]).toMatchObject({ kind: 'unchanged', clash: 'kept' });
  });

  test('marks a section that the file leaves out with what was changed here, and lets it stay for a person', () => {
    const accepted = standing('s2', wording('Silnice', `${text.roads} Záruka je osm let.`), 2);
    const old = known('a.md', [s1, s2, s3], [standing('s1', buses), accepted, standing('s3', schools)]);
    const without = file('a.md', old, [buses]);
    expect(plan([without])[0]?.summary.sections.slice(1)).toMatchObject([
      { kind: 'archived', sectionId: 's2', clash: 'overwritten' },
      { kind: 'archived', sectionId: 's3', clash: null },
    ]);
    const staying = ['s2', 's3'].map((leaving) => ({ path: 'a.md', leaving, stays: true }));
    const [planned] = plan([without], [], staying);
    expect(planned && names(planned)).toEqual(['s1-1', 's2-2']);
    expect(planned?.summary.sections[1]).toMatchObject({ kind: 'unchanged', clash: 'kept', corrected: true });
    const back = plan([without], [], [{ path: 'a.md', leaving: 's2', stays: false }]);
    expect(back[0]?.summary.sections[1]).toMatchObject({ kind: 'archived', clash: 'overwritten' });
  });

  test('marks a merged section only where the one that takes it in lacks words that were changed here', () => {
    const guarantee = `${text.roads} Záruka na opravy je nejméně osm let.`;
    const old = known(
      'a.md',
      [s1, s2],
      [standing('s1', buses), standing('s2', wording('Silnice', guarantee), 2)],
    );
    const merged = (body: string) => one(old, [wording('Autobusy', `${text.buses}\n\n${body}`)]);
    expect(merged(guarantee).summary.sections[1]).toMatchObject({ kind: 'merged', clash: null });
    const lacking = file('a.md', old, [wording('Autobusy', `${text.buses}\n\n${text.roads}`)]);
    expect(plan([lacking])[0]?.summary.sections[1]).toMatchObject({ kind: 'merged', clash: 'overwritten' });
    const [kept] = plan([lacking], [], [{ path: 'a.md', leaving: 's2', stays: true }]);
    expect(kept).toMatchObject({ merged: [] });
    expect(kept && names(kept)).toEqual(['s1', 's2-2']);
  });

  test('has nothing to keep where file and text do not collide', () => {
    const edited = wording('Silnice', `${text.roads} Každý rok znovu.`);
    const correction = { path: 'a.md', incoming: 1, keep: 's2' };
    const [planned] = plan([file('a.md', known('a.md', [s1, s2]), [buses, edited])], [], [correction]);
    expect(planned?.summary.sections[1]).toMatchObject({ kind: 'edited', clash: null, corrected: false });
  });

  test('finds a section of earlier times again, with the revision it had', () => {
    const old = known('a.md', [s1], [standing('s1', buses)], [standing('s7', roads)]);
    const planned = one(old, [roads, buses]);
    expect(names(planned)).toEqual(['s7-1', 's1-1']);
    expect(planned.summary.sections[0]).toMatchObject({ kind: 'unchanged', returns: true, number: 7 });
  });

  test('follows the order of the file, and says which sections changed their place', () => {
    const planned = one(known('a.md', [s1, s2, s3]), [schools, buses, roads]);
    expect(names(planned)).toEqual(['s3-1', 's1-1', 's2-1']);
    expect(planned.summary.sections.map(({ reordered }) => reordered)).toEqual([true, false, false]);
  });

  test('gives a wholly new text at the same place an identity of its own', () => {
    const planned = one(known('a.md', [s2]), [wording('Zdravotnictví', text.schools)]);
    expect(names(planned)).toEqual(['new']);
    expect(kinds(planned)).toEqual(['new', 'archived']);
  });

  test('makes a version of a new title, with every section as it is', () => {
    const planned = one(known('a.md', [s1, s2]), [buses, roads], 'Doprava a silnice');
    expect(planned.summary.fieldsChanged).toEqual(['title']);
    expect(names(planned)).toEqual(['s1-1', 's2-1']);
  });
});

describe('the plan of several files', () => {
  test('moves a section to the point whose file has it now, and writes both together', () => {
    const [a, b] = [known('a.md', [s1, s2]), known('b.md', [s3])];
    const { files, groups } = finished(
      planTree({
        files: [file('a.md', a, [buses]), file('b.md', b, [schools, roads])],
        gone: [],
        corrections: [],
      }),
    );
    expect(files.map(names)).toEqual([['s1-1'], ['s3-1', 's2-1']]);
    expect(files[1]?.movesIn).toEqual([{ sectionId: 's2', fromPointId: 'a.md' }]);
    expect(files[0]?.summary.sections[1]).toMatchObject({
      kind: 'moved',
      into: { path: 'b.md', incoming: 1 },
    });
    expect(groups).toHaveLength(1);
  });

  test('moves a section out of a point whose file is gone, into a new one', () => {
    const a = known('a.md', [s1, s2]);
    const planned = plan([file('b.md', null, [roads])], [a]);
    expect(planned.map(names)).toEqual([['s2-1'], ['s1-1']]);
    expect(planned.map(({ outcome }) => outcome)).toEqual(['new', 'archived']);
  });

  test('writes files that have nothing to do with each other by themselves', () => {
    const files = ['a.md', 'b.md'].map((path, i) =>
      file(path, known(path, [named(`s${i}`, buses)]), [roads]),
    );
    expect(finished(planTree({ files, gone: [], corrections: [] })).groups).toHaveLength(2);
  });

  test('does not move a few words that stand everywhere', () => {
    const stub = wording('Financování', 'Bude doplněno.');
    const [a, b] = [known('a.md', [s1, named('s2', stub)]), known('b.md', [s3])];
    const other = wording('Peníze', 'Bude doplněno.');
    const planned = plan([file('a.md', a, [buses]), file('b.md', b, [schools, other])]);
    expect(planned.map(names)).toEqual([['s1-1'], ['s3-1', 'new']]);
  });

  test('does what a person says: this is that section, this is new, this came from there', () => {
    const [a, b] = [known('a.md', [s1, s2]), known('b.md', [s3])];
    const files = [file('a.md', a, [buses, bikes]), file('b.md', b, [schools])];
    const decided = (sectionId: string) => plan(files, [], [{ path: 'a.md', incoming: 1, sectionId }]);
    expect(plan(files).map(names)).toEqual([['s1-1', 'new'], null]);
    expect(decided('s2').map(names)).toEqual([['s1-1', 's2'], null]);
    expect(decided('s3').map(names)).toEqual([['s1-1', 's3'], ['new']]);
    const [first] = plan(files, [], [{ path: 'a.md', incoming: 0, sectionId: 'new' }]);
    expect(first && names(first)).toEqual(['new', 'new']);
  });
});

describe('laws', () => {
  const word = fc.constantFrom(
    ...'kraj obec voda les cesta most vlak škola lékař úřad strom řeka dům'.split(' '),
  );
  const body = fc.array(word, { minLength: 12, maxLength: 30 }).map((words) => words.join(' '));
  const sections = fc.uniqueArray(
    fc.record({
      kind: fc.constant('heading' as const),
      heading: fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
      body,
    }),
    { selector: ({ heading }) => heading, maxLength: 6 },
  );
  const asKnown = (path: string, texts: readonly FateWording[], from: number) =>
    known(
      path,
      texts.map((section, i) => named(`s${from + i}`, section)),
    );

  test('the same files again change nothing', () => {
    fc.assert(
      fc.property(sections, sections, (one, other) => {
        const [a, b] = [asKnown('a.md', one, 0), asKnown('b.md', other, 100)];
        const planned = plan([file('a.md', a, one), file('b.md', b, other)]);
        expect(planned.map(({ outcome, places }) => [outcome, places])).toEqual([
          ['unchanged', null],
          ['unchanged', null],
        ]);
      }),
    );
  });

  test('every section has one fate: none is lost, none is in two places', () => {
    fc.assert(
      fc.property(sections, sections, sections, sections, (one, other, then, later) => {
        const [a, b] = [asKnown('a.md', one, 0), asKnown('b.md', other, 100)];
        const planned = plan([file('a.md', a, then), file('b.md', b, later)]);
        const placed = planned.flatMap(({ places, known: point }, i) =>
          places === null
            ? ((i === 0 ? a : b).text.current.map(({ sectionId }) => sectionId) ?? point)
            : places.flatMap((place) =>
                'keep' in place ? [place.sectionId] : place.section === 'new' ? [] : [place.section],
              ),
        );
        expect(new Set(placed).size).toBe(placed.length);
        const fates = planned.flatMap(({ summary }) => summary.sections);
        for (const { sectionId } of [...a.text.current, ...b.text.current]) {
          const own = fates.filter((fate) => fate.sectionId === sectionId);
          const isMoved = own.some(({ kind }) => kind === 'moved');
          expect(own).toHaveLength(isMoved ? 2 : 1);
          const isGone = own.some(({ kind }) => kind === 'archived' || kind === 'merged');
          expect(placed.includes(sectionId)).toBe(!isGone);
        }
        expect(planned.map(({ sourceSections }) => sourceSections.length)).toEqual([
          then.length,
          later.length,
        ]);
      }),
    );
  });

  test('sections exchanged between two points keep who they are', () => {
    fc.assert(
      fc.property(
        fc.constant([buses, roads, schools, bikes]),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        (all, sides) => {
          const a = asKnown('a.md', all, 0);
          const b = asKnown('b.md', [], 100);
          const [stay, go] = [all.filter((_, i) => !sides[i]), all.filter((_, i) => sides[i])];
          const planned = plan([file('a.md', a, stay), file('b.md', b, go)]);
          const ids = (want: boolean) => all.flatMap((_, i) => (sides[i] === want ? [`s${i}-1`] : []));
          expect(names(planned[1] as PlannedFile) ?? []).toEqual(ids(true));
          expect(names(planned[0] as PlannedFile) ?? all.map((_, i) => `s${i}-1`)).toEqual(ids(false));
        },
      ),
    );
  });
});
