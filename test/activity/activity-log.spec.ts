import { describe, expect, it } from 'vitest';
import { Activity } from '../../src/activity/activity.entity.js';
import { ActivityLog } from '../../src/activity/activity-log.service.js';
import { Stamps } from '../../src/activity/stamps.service.js';
import { newId } from '../../src/database/id.js';
import { eachDatabase, type TestDatabase } from '../support/databases.js';
import { onTable } from './tampering.js';

const log = new ActivityLog();
const entry = (data: Record<string, string | number> = {}) => ({
  actorId: null,
  verb: 'comment.published' as const,
  subjectType: 'note',
  subjectId: newId(),
  data,
});

async function withEntries(database: TestDatabase, count: number) {
  const open = await database.open();
  await open.write(async (manager) => {
    for (let number = 1; number <= count; number += 1) await log.record(manager, entry({ number }));
  });
  return open;
}

describe('A log of ten entries', () => {
  eachDatabase('untouched', (database) => {
    it('is whole, and its entries cannot be changed or removed', async () => {
      const open = await withEntries(database, 10);
      expect(await log.verify(open.read)).toEqual({ entries: 10, firstBroken: null });
      await expect(
        open.write((manager) => manager.update(Activity, { number: 4 }, { verb: 'x' })),
      ).rejects.toThrow('append-only');
      await expect(open.write((manager) => manager.delete(Activity, { number: 4 }))).rejects.toThrow(
        'append-only',
      );
      expect(await log.verify(open.read)).toEqual({ entries: 10, firstBroken: null });
    });

    it('goes on after an entry whose write was undone', async () => {
      const open = await database.open();
      const undone = open.write(async (manager) => {
        await log.record(manager, entry());
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      await Promise.all(
        Array.from({ length: 30 }, () => open.write((manager) => log.record(manager, entry()))),
      );
      expect(await log.verify(open.read)).toEqual({ entries: 40, firstBroken: null });
    });

    it('stays whole when several processes write at once', async () => {
      const processes = [await database.open(), await database.open()];
      const before = (await log.verify(processes[0]?.read ?? never())).entries;
      await Promise.all(
        processes.flatMap((open) =>
          Array.from({ length: 20 }, () => open.write((manager) => log.record(manager, entry()))),
        ),
      );
      const report = await log.verify(processes[0]?.read ?? never());
      expect(report).toEqual({ entries: before + 40, firstBroken: null });
    });
  });

  const columns: [string, string][] = [
    ['at', `'2020-01-01T00:00:00.000Z'`],
    ['actor_id', `'somebody'`],
    ['verb', `'note.erased'`],
    ['subject_type', `'vote'`],
    ['subject_id', `'another'`],
    ['programme_id', `'one'`],
    ['point_id', `'one'`],
    ['data', `'{}'`],
    ['previous_hash', `'${'0'.repeat(64)}'`],
    ['hash', `'${'f'.repeat(64)}'`],
  ];
  eachDatabase('changed in one column', (database) => {
    it.each(columns)('(%s) is found broken there', async (column, value) => {
      const open = await withEntries(database, 10);
      const { entries } = await log.verify(open.read);
      const number = entries - 5;
      const before = await open.read.findOneByOrFail(Activity, { number });
      await onTable(database.url, [`UPDATE activity SET ${column} = ${value} WHERE number = ${number}`]);
      expect(await log.verify(open.read)).toEqual({ entries: number - 1, firstBroken: number });
      await onTable(database.url, [`DELETE FROM activity WHERE number = ${number}`]);
      await open.write((manager) => manager.insert(Activity, { ...before }));
      expect((await log.verify(open.read)).firstBroken).toBeNull();
    });
  });

  eachDatabase('with one missing', (database) => {
    it('is found broken there', async () => {
      const open = await withEntries(database, 10);
      await onTable(database.url, ['DELETE FROM activity WHERE number = 6']);
      expect(await log.verify(open.read)).toEqual({ entries: 5, firstBroken: 6 });
    });
  });

  eachDatabase('with two in the wrong order', (database) => {
    it('is found broken at the first of them', async () => {
      const open = await withEntries(database, 10);
      await onTable(database.url, [
        'UPDATE activity SET number = -1 WHERE number = 3',
        'UPDATE activity SET number = 3 WHERE number = 7',
        'UPDATE activity SET number = 7 WHERE number = -1',
      ]);
      expect(await log.verify(open.read)).toEqual({ entries: 2, firstBroken: 3 });
    });
  });
});

eachDatabase('Stamps', (database) => {
  it('of a point move with it, its programme and names, and with nothing else', async () => {
    const open = await database.open();
    const stamps = new Stamps(open);
    const [pointId, programmeId, otherId] = [newId(), newId(), newId()];
    const record = (given: object) => open.write((manager) => log.record(manager, { ...entry(), ...given }));
    const stamp = () => stamps.point(pointId, programmeId);
    const moves = async (given: object) => {
      const before = await stamp();
      await record(given);
      return (await stamp()) !== before;
    };
    expect(await moves({ programmeId, pointId })).toBe(true);
    expect(await moves({ programmeId })).toBe(true);
    expect(await moves({ subjectType: 'names', subjectId: 'public-names' })).toBe(true);
    expect(await moves({ programmeId, pointId: otherId })).toBe(false);
    expect(await moves({})).toBe(false);
  });
});

function never(): never {
  throw new Error('There is no such process');
}
