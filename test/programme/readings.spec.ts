import { describe, expect, test } from 'vitest';
import { afterReading, afterSeeing, comparedWith } from '../../src/programme/readings.js';
import { Readings } from '../../src/programme/readings.service.js';
import { world } from '../feedback/world.js';
import { eachDatabase } from '../support/databases.js';

const at = (time: string) => `2026-11-22T${time}:00.000Z`;

describe('a visit', () => {
  const first = afterSeeing(null, 3, at('10:00'));

  test('is compared with what was known before it, as long as it lasts', () => {
    expect(comparedWith(first, at('10:05'))).toBe(3);
    const second = afterSeeing(first, 5, at('12:00'));
    expect(comparedWith(second, at('12:00'))).toBe(3);
    expect(comparedWith(second, at('12:30'))).toBe(3);
    expect(comparedWith(second, at('12:31'))).toBe(5);
  });

  test('goes on from look to look', () => {
    const looks = ['12:00', '12:20', '12:40', '13:00'].map(at);
    const last = looks.reduce((reading, look) => afterSeeing(reading, 5, look), first);
    expect(comparedWith(last, at('13:20'))).toBe(3);
    expect(comparedWith(last, at('13:31'))).toBe(5);
  });

  test('does not forget what was seen when an older window has the last word', () => {
    const seen = afterSeeing(afterSeeing(first, 5, at('12:00')), 4, at('12:01'));
    expect(comparedWith(seen, at('15:00'))).toBe(5);
  });

  test('has nothing left to show once all is read', () => {
    expect(comparedWith(afterReading(5, at('12:00')), at('12:01'))).toBe(5);
  });
});

eachDatabase('what somebody has read', (database) => {
  const here = world(database);
  const readings = () => here.app.application.get(Readings);

  test('is kept for each person and point, and told to nobody else', async () => {
    const [eva, adam] = [await here.person('Eva'), await here.person('Adam')];
    const { id: pointId, programmeId } = await here.point();
    const viewer = await here.viewer(eva);
    const mark = (versionNumber: number, time: string, read = false) =>
      here.write((manager) =>
        readings().mark(manager, { viewer, pointId, versionNumber, at: at(time), read }),
      );
    await mark(1, '10:00');
    expect(await readings().of(adam.id, pointId)).toBeNull();
    expect(await readings().changedPoints(eva.id, programmeId, at('11:00'))).toEqual([]);
    await here.reword(2, 'Formuláře půjdou poslat z telefonu.');
    expect(await readings().changedPoints(eva.id, programmeId, at('11:00'))).toEqual([
      { slug: 'urad', title: 'Úřad pro lidi' },
    ]);
    await mark(2, '11:00');
    expect(await readings().of(eva.id, pointId)).toMatchObject({ versionBefore: 1, versionSeen: 2 });
    await mark(2, '11:01', true);
    expect(await readings().of(eva.id, pointId)).toMatchObject({ versionBefore: 2, versionSeen: 2 });
    expect(await readings().changedPoints(eva.id, programmeId, at('11:02'))).toEqual([]);
  });
});
