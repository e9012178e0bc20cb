import { AsyncLocalStorage } from 'node:async_hooks';
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseUnavailable, WriteMisused, WriteTimedOut } from '../../src/database/errors.js';
import type { OpenDatabase } from '../../src/database/open.js';
import { eachDatabase } from '../support/databases.js';
import { createNotes, Note, notes } from './note.entity.js';

eachDatabase('writing', (context) => {
  const { open, kind } = context;
  let database: OpenDatabase;
  const add = (id: string) => database.write((manager) => manager.insert(Note, { id, amount: 1 }));
  const warnings: string[] = [];

  beforeAll(async () => {
    database = await open({ warn: (message) => warnings.push(message) }, [Note]);
    await createNotes(database);
  });
  beforeEach(async () => {
    warnings.length = 0;
    await database.write((manager) => manager.clear(Note));
  });

  describe('many at once', () => {
    test('fifty parallel writes all succeed', async () => {
      const names = Array.from({ length: 50 }, (_, index) => `note-${String(index).padStart(2, '0')}`);
      await Promise.all(names.map(add));
      expect(await notes(database)).toEqual(names);
    });

    test('are done in the order in which they were asked for', async () => {
      const order: number[] = [];
      const write = (index: number) =>
        database.write(async (manager) => {
          await manager.save(Note, { id: `note-${index}`, amount: index });
          await sleep((5 - index) * 3);
          order.push(index);
        });
      const settled: number[] = [];
      await Promise.all([1, 2, 3, 4].map((index) => write(index).then(() => settled.push(index))));
      expect(order).toEqual([1, 2, 3, 4]);
      expect(settled).toEqual([1, 2, 3, 4]);
    });

    test('never overlap: a counter read and written back loses nothing', async () => {
      await add('counter');
      const increase = () =>
        database.write(async (manager) => {
          const { amount } = await manager.findOneByOrFail(Note, { id: 'counter' });
          await sleep(0);
          await manager.update(Note, { id: 'counter' }, { amount: amount + 1 });
        });
      await Promise.all(Array.from({ length: 30 }, increase));
      expect((await database.read.findOneByOrFail(Note, { id: 'counter' })).amount).toBe(31);
    });

    test('more than fit into one transaction all get there', async () => {
      await Promise.all(Array.from({ length: 300 }, (_, index) => add(`note-${index}`)));
      expect(await database.read.count(Note)).toBe(300);
    });
  });

  describe('one that fails', () => {
    test('is undone and does not take an acknowledged row with it', async () => {
      const failing = database.write(async (manager) => {
        await manager.insert(Note, { id: 'undone', amount: 1 });
        await sleep(20);
        throw new Error('changed my mind');
      });
      const others = [add('before'), add('after')];
      await expect(failing).rejects.toThrow('changed my mind');
      await Promise.all(others);
      expect(await notes(database)).toEqual(['after', 'before']);
    });

    test('tells what the database said, and the rest of its batch stands', async () => {
      const results = await Promise.allSettled([add('one'), add('one'), add('two')]);
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(await notes(database)).toEqual(['one', 'two']);
    });

    test('cannot hide a failed statement by catching its error', async () => {
      await add('taken');
      const hiding = database.write(async (manager) => {
        await manager.insert(Note, { id: 'lost', amount: 1 });
        await manager.insert(Note, { id: 'taken', amount: 1 }).catch(() => undefined);
      });
      await expect(hiding).rejects.toThrow(/unique/i);
      const going = database.write(async (manager) => {
        await manager.insert(Note, { id: 'taken', amount: 1 }).catch(() => undefined);
        await manager.insert(Note, { id: 'lost', amount: 1 });
      });
      await expect(going).rejects.toThrow(WriteMisused);
      expect(await notes(database)).toEqual(['taken']);
    });

    test('is run once only', async () => {
      let runs = 0;
      const failing = database.write(async () => {
        runs += 1;
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await add('next');
      expect(runs).toBe(1);
    });

    test('without being a promise is answered as well', async () => {
      const failing = database.write(() => {
        throw new Error('at once');
      });
      await expect(failing).rejects.toThrow('at once');
      await add('next');
    });
  });

  describe('reading', () => {
    test('never sees what is not committed', async () => {
      let seenInside: string[] = [];
      const failing = database.write(async (manager) => {
        await manager.insert(Note, { id: 'dirty', amount: 1 });
        seenInside = await notes(database);
        throw new Error('roll back');
      });
      await expect(failing).rejects.toThrow('roll back');
      expect(seenInside).toEqual([]);
      expect(await notes(database)).toEqual([]);
    });

    test('sees a write as soon as it is acknowledged', async () => {
      for (let index = 0; index < 20; index += 1) {
        await add(`note-${index}`);
        expect(await database.read.countBy(Note, { id: `note-${index}` })).toBe(1);
      }
    });

    test('cannot write', async () => {
      await expect(database.read.insert(Note, { id: 'x', amount: 1 })).rejects.toThrow(/read-?only/i);
      await expect(database.read.save(Note, { id: 'x', amount: 1 })).rejects.toThrow(/read-?only/i);
      await expect(database.read.query('DELETE FROM note')).rejects.toThrow(/read-?only/i);
      expect(await notes(database)).toEqual([]);
    });
  });

  describe('a write inside a write', () => {
    test('sees what the outer one wrote and is committed with it', async () => {
      const seen = await database.write(async (manager) => {
        await manager.insert(Note, { id: 'outer', amount: 1 });
        return database.write(async (inner) => {
          await inner.insert(Note, { id: 'inner', amount: 1 });
          return inner.count(Note);
        });
      });
      expect(seen).toBe(2);
      expect(await notes(database)).toEqual(['inner', 'outer']);
    });

    test('is waited for even without await', async () => {
      await database.write(async () => {
        void database.write(async (manager) => {
          await sleep(10);
          await manager.insert(Note, { id: 'inner', amount: 1 });
        });
      });
      expect(await notes(database)).toEqual(['inner']);
    });

    test('is undone with the outer one', async () => {
      const outer = database.write(async () => {
        await add('inner');
        throw new Error('outer fails');
      });
      await expect(outer).rejects.toThrow('outer fails');
      expect(await notes(database)).toEqual([]);
    });

    test('can fail by itself, even in the database, and the outer one goes on', async () => {
      await add('taken');
      await database.write(async (manager) => {
        await add('taken').catch(() => undefined);
        await manager.insert(Note, { id: 'outer', amount: 1 });
      });
      expect(await notes(database)).toEqual(['outer', 'taken']);
    });

    test('may stand beside others, one of which fails', async () => {
      await database.write(async () => {
        await add('a');
        const results = await Promise.allSettled([
          add('b'),
          add('a'),
          add('c'),
          database.write(() => add('d')),
        ]);
        expect(results.map(({ status }) => status)).toEqual([
          'fulfilled',
          'rejected',
          'fulfilled',
          'fulfilled',
        ]);
      });
      expect(await notes(database)).toEqual(['a', 'b', 'c', 'd']);
    });

    test('is undone when the outer one fails while it is still running', async () => {
      const outer = database.write(() =>
        Promise.all([
          database.write(async (manager) => {
            await manager.insert(Note, { id: 'half', amount: 1 });
            await sleep(10);
            await manager.insert(Note, { id: 'whole', amount: 1 });
          }),
          sleep(5).then(() => Promise.reject(new Error('meanwhile'))),
        ]),
      );
      const other = database.write(async (manager) => {
        await manager.insert(Note, { id: 'other', amount: 1 });
        await sleep(30);
      });
      await expect(outer).rejects.toThrow('meanwhile');
      await other;
      expect(await notes(database)).toEqual(['other']);
    });
  });

  describe('after the commit', () => {
    test('the callback runs, sees the row, and comes before the answer', async () => {
      const events: string[] = [];
      await database.write(async (manager) => {
        database.afterCommit(() => events.push('callback'));
        await manager.insert(Note, { id: 'x', amount: 1 });
        events.push('work');
      });
      events.push('answer');
      expect(events).toEqual(['work', 'callback', 'answer']);
    });

    test('no callback of anything that was undone runs', async () => {
      const events: string[] = [];
      await database
        .write(async () => {
          database.afterCommit(() => events.push('undone'));
          throw new Error('no');
        })
        .catch(() => undefined);
      await database.write(async () => {
        database.afterCommit(() => events.push('outer'));
        await database.write(async () => database.afterCommit(() => events.push('inner')));
        await database
          .write(async () => {
            database.afterCommit(() => events.push('undone inner'));
            throw new Error('no');
          })
          .catch(() => undefined);
      });
      expect(events).toEqual(['outer', 'inner']);
    });

    test('a callback that throws harms nobody and is logged', async () => {
      await database.write(async () =>
        database.afterCommit(() => {
          throw new Error('mail is down');
        }),
      );
      await database.write(async () =>
        database.afterCommit(() => Promise.reject(new Error('and so is the clock'))),
      );
      await add('next');
      expect(warnings.join()).toContain('mail is down');
      expect(warnings.join()).toContain('and so is the clock');
    });

    test('a callback may write, as a write of its own', async () => {
      let follow: Promise<unknown> = Promise.resolve();
      await database.write(async () =>
        database.afterCommit(() => {
          follow = add('follow-up');
        }),
      );
      await follow;
      expect(await notes(database)).toEqual(['follow-up']);
    });

    test('cannot be asked for outside a write', () => {
      expect(() => database.afterCommit(() => undefined)).toThrow(WriteMisused);
    });
  });

  describe('misuse', () => {
    test('a statement without await belongs to its write all the same', async () => {
      await database.write(async (manager) => {
        void manager.insert(Note, { id: 'floating', amount: 1 });
      });
      expect(await notes(database)).toEqual(['floating']);
    });

    test('a statement without await that fails still undoes its write', async () => {
      await add('taken');
      const careless = database.write(async (manager) => {
        await manager.insert(Note, { id: 'lost', amount: 1 });
        void manager.insert(Note, { id: 'taken', amount: 1 }).catch(() => undefined);
      });
      await expect(careless).rejects.toThrow(/unique/i);
      expect(await notes(database)).toEqual(['taken']);
    });

    test('a write that starts after the end of the one around it is one of its own', async () => {
      let late: Promise<unknown> = Promise.resolve();
      await database.write(async () => {
        late = sleep(10).then(() => add('late'));
      });
      await late;
      const outer = database.write(async () => {
        await database.write(async () => {
          late = sleep(5).then(() => add('belongs to the outer one'));
        });
        await late;
        throw new Error('undo all');
      });
      await expect(outer).rejects.toThrow('undo all');
      expect(await notes(database)).toEqual(['late']);
    });

    test('a statement after the end of its write is refused and reaches nobody else', async () => {
      let late: Promise<unknown> = Promise.resolve();
      await database.write(async (manager) => {
        late = sleep(10).then(() => manager.insert(Note, { id: 'late', amount: 1 }));
      });
      const other = database.write(async (manager) => {
        await manager.insert(Note, { id: 'other', amount: 1 });
        await sleep(20);
      });
      await expect(late).rejects.toThrow(WriteMisused);
      await other;
      expect(await notes(database)).toEqual(['other']);
    });

    test('transactions of TypeORM are refused', async () => {
      const own = database.write((manager) => manager.transaction(async (inner) => inner.count(Note)));
      await expect(own).rejects.toThrow(WriteMisused);
    });

    test('a write that never ends is given up, undone, and holds up nobody for good', async () => {
      const impatient = await open({ limits: { writeTime: 50 }, warn: () => undefined }, [Note]);
      const hanging = impatient.write(async (manager) => {
        await manager.insert(Note, { id: 'hanging', amount: 1 });
        await new Promise(() => undefined);
      });
      const within = impatient.write(() => impatient.write(() => new Promise(() => undefined)));
      const next = impatient.write((manager) => manager.insert(Note, { id: 'next', amount: 1 }));
      await expect(hanging).rejects.toThrow(WriteTimedOut);
      await expect(within).rejects.toThrow(WriteTimedOut);
      await next;
      expect(await notes(database)).toEqual(['next']);
    });

    test('a slow write is complained about', async () => {
      const said: string[] = [];
      const strict = await open({ limits: { slowWrite: 5 }, warn: (message) => said.push(message) }, [Note]);
      await strict.write(() => sleep(10));
      expect(said.join()).toMatch(/held up/);
    });

    test('too many waiting writes are refused at once', async () => {
      const small = await open({ limits: { waiting: 2 }, warn: () => undefined }, [Note]);
      const write = (id: string) => small.write((manager) => manager.insert(Note, { id, amount: 1 }));
      const results = await Promise.allSettled(['a', 'b', 'c'].map(write));
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      expect(results[2]).toMatchObject({ reason: expect.any(DatabaseUnavailable) });
    });

    test('closing waits for what was asked for and refuses the rest', async () => {
      const closing = await open({}, [Note]);
      const asked = closing.write((manager) => manager.insert(Note, { id: 'asked', amount: 1 }));
      const closed = closing.onApplicationShutdown();
      await expect(closing.write((manager) => manager.count(Note))).rejects.toThrow(DatabaseUnavailable);
      await closed;
      await asked;
      expect(await notes(database)).toEqual(['asked']);
    });
  });

  test('work and callbacks run in the context of whoever asked', async () => {
    const request = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const write = () =>
      database.write(async () => {
        seen.push(request.getStore());
        database.afterCommit(() => seen.push(request.getStore()));
      });
    await Promise.all([request.run('first', write), request.run('second', write)]);
    expect(seen).toEqual(['first', 'second', 'first', 'second']);
  });

  test('two instances, as two processes would be, write side by side', async () => {
    const other = await open({}, [Note]);
    await add('counter');
    const increase = (instance: OpenDatabase) =>
      instance.write(async (manager) => {
        const { amount } = await manager.findOneByOrFail(Note, { id: 'counter' });
        await sleep(0);
        await manager.update(Note, { id: 'counter' }, { amount: amount + 1 });
      });
    await Promise.all(Array.from({ length: 60 }, (_, index) => increase(index % 2 === 0 ? database : other)));
    expect((await other.read.findOneByOrFail(Note, { id: 'counter' })).amount).toBe(61);
  });

  if (kind === 'sqlite') {
    test('a commit is on the disk before it is acknowledged, and keys are checked', async () => {
      const pragma = (name: string) => database.write((manager) => manager.query(`PRAGMA ${name}`));
      expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
      expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
      expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
      expect(await database.read.query('PRAGMA busy_timeout')).toEqual([{ timeout: 5000 }]);
    });

    test('the file is for its owner only', async () => {
      expect(statSync(context.url.slice('sqlite:'.length)).mode & 0o777).toBe(0o600);
    });
  } else {
    test('the server knows our limits and how to commit', async () => {
      const shown = async (name: string) => {
        const rows: Record<string, string>[] = await database.write((manager) =>
          manager.query(`SHOW ${name}`),
        );
        return Object.values(rows[0] ?? {})[0];
      };
      expect(await shown('transaction_isolation')).toBe('read committed');
      expect(await shown('synchronous_commit')).toBe('on');
      expect(await shown('statement_timeout')).toBe('20s');
      expect(await shown('lock_timeout')).toBe('10s');
      expect(await shown('idle_in_transaction_session_timeout')).toBe('40s');
    });
  }
});
