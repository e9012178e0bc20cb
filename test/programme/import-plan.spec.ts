import { describe, expect, test } from 'vitest';
import { type ImportedSection, type KnownSection, planImport } from '../../src/programme/import-plan.js';

const bodies = {
  buses: 'Z každé obce pojede ve všední den aspoň jeden spoj za hodinu, o víkendu jeden za dvě hodiny.',
  roads: 'Silnice nejprve změříme, potom opravíme ty, které to potřebují nejvíc, a výsledek zveřejníme.',
  schools: 'U každé školy vznikne bezpečný přechod a učitelé dostanou plán cest, které si děti samy prošly.',
};

const imported = (sectionId: string, heading: string, body: string): ImportedSection => ({
  sectionId,
  kind: 'heading',
  heading,
  body,
});
const asKnown = (section: ImportedSection, revisionId = `${section.sectionId}-1`): KnownSection => ({
  ...section,
  revisionId,
});
const asIncoming = ({ kind, heading, body }: ImportedSection) => ({ kind, heading, body });

const buses = imported('buses', 'Autobusy', bodies.buses);
const roads = imported('roads', 'Silnice', bodies.roads);
const schools = imported('schools', 'Školy', bodies.schools);

describe('an import plan', () => {
  test('changes nothing when the file did not', () => {
    const file = [buses, roads];
    const plan = planImport(
      file,
      file.map((one) => asKnown(one)),
      file.map(asIncoming),
    );
    expect(plan.places).toBeNull();
    expect(plan.incoming).toEqual([{ place: 0 }, { place: 1 }]);
  });

  test('rewords the edited section and keeps the revisions of the others', () => {
    const edited = { ...asIncoming(roads), body: `${bodies.roads} Každý rok znovu.` };
    const plan = planImport([buses, roads], [asKnown(buses), asKnown(roads)], [asIncoming(buses), edited]);
    expect(plan.places).toEqual([
      { keep: 'buses-1' },
      { section: 'roads', wording: edited, splitFromId: null },
    ]);
  });

  test('keeps an accepted wording where the file did not change', () => {
    const accepted = asKnown({ ...roads, body: 'Silnice opravíme podle měření.' }, 'roads-2');
    const edited = { ...asIncoming(buses), body: `${bodies.buses} I v noci.` };
    const plan = planImport([buses, roads], [asKnown(buses), accepted], [edited, asIncoming(roads)]);
    expect(plan.places?.[1]).toEqual({ keep: 'roads-2' });
  });

  test('takes the wording of the file where both changed', () => {
    const accepted = asKnown({ ...roads, body: 'Silnice opravíme podle měření.' }, 'roads-2');
    const edited = { ...asIncoming(roads), body: `${bodies.roads} Každý rok znovu.` };
    const plan = planImport([roads], [accepted], [edited]);
    expect(plan.places).toEqual([{ section: 'roads', wording: edited, splitFromId: null }]);
  });

  test('changes nothing when the file has caught up with an accepted wording', () => {
    const caughtUp = { ...roads, body: `${bodies.roads} Každý rok znovu.` };
    const plan = planImport([roads], [asKnown(caughtUp, 'roads-2')], [asIncoming(caughtUp)]);
    expect(plan.places).toBeNull();
  });

  test('leaves a section that was added by an acceptance behind the one it stands behind', () => {
    const added = asKnown(imported('added', 'Kola', 'Mezi městy postavíme stezky pro kola.'));
    const edited = { ...asIncoming(roads), body: `${bodies.roads} Každý rok znovu.` };
    const plan = planImport(
      [buses, roads],
      [asKnown(buses), added, asKnown(roads)],
      [asIncoming(buses), edited],
    );
    expect(plan.places?.map((place) => ('keep' in place ? place.keep : place.section))).toEqual([
      'buses-1',
      'added-1',
      'roads',
    ]);
    expect(plan.incoming).toEqual([{ place: 0 }, { place: 2 }]);
  });

  test('does not bring back a section that an acceptance removed', () => {
    const plan = planImport([buses, roads], [asKnown(buses)], [asIncoming(buses), asIncoming(roads)]);
    expect(plan.places).toBeNull();
    expect(plan.incoming).toEqual([{ place: 0 }, { sectionId: 'roads' }]);
  });

  test('follows the order of the file', () => {
    const file = [buses, roads, schools];
    const plan = planImport(
      file,
      file.map((one) => asKnown(one)),
      [schools, buses, roads].map(asIncoming),
    );
    expect(plan.places).toEqual([{ keep: 'schools-1' }, { keep: 'buses-1' }, { keep: 'roads-1' }]);
  });

  test('gives a wholly new text at the same place an identity of its own', () => {
    const other = { kind: 'heading' as const, heading: 'Zdravotnictví', body: bodies.schools };
    const plan = planImport([roads], [asKnown(roads)], [other]);
    expect(plan.places).toEqual([{ section: 'new', wording: other, splitFromId: null }]);
  });
});
