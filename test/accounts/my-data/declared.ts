import type { ObjectLiteral } from 'typeorm';
import type { ErasureChoice } from '../../../src/accounts/my-data/erasure.entity.js';
import { labelKey, wordKey } from '../../../src/accounts/my-data/export.page.js';
import type { Json } from '../../../src/accounts/my-data/personal-data.js';
import { type PersonalColumn, personal } from '../../../src/personal-columns.js';
import { hasMessage } from '../../../src/web/i18n/messages.js';
import type { DeskWorld } from '../../moderation/desk-world.js';

/** Rows of somebody by the name of their table. */
export type TheirRows = Map<string, ObjectLiteral[]>;

type Exported = unknown;

/** All rows that are declared to be about somebody. */
export async function theirRows(here: DeskWorld, accountId: string, emails: string[]): Promise<TheirRows> {
  const { read } = here.app.database;
  const rows: TheirRows = new Map();
  for (const [table, { whose }] of Object.entries(personal))
    rows.set(
      table,
      await read.createQueryBuilder(table, 'row').where(`(${whose})`, { accountId, emails }).getMany(),
    );
  return rows;
}

/** Tables and columns about which this person shows nothing, so that nothing is shown about them either. */
export function neverFilled(rows: TheirRows): string[] {
  return Object.entries(personal).flatMap(([table, { columns }]) => {
    const found = rows.get(table) ?? [];
    if (found.length === 0) return table;
    return Object.entries(columns).flatMap(([name, column]) =>
      column !== 'plain' && column.told && found.every((row) => isNothing(row[name]))
        ? `${table}.${name}`
        : [],
    );
  });
}

/** Values that the export should have where it says so, and does not. */
export function untoldIn(rows: TheirRows, exported: Exported): string[] {
  return each(rows, (table, name, column) =>
    (rows.get(table) ?? []).flatMap((row) => {
      const isSecret = table === 'OutboxMail' && name === 'body' && String(row.kind).startsWith('accounts.');
      if (!column.told || isNothing(row[name]) || isSecret) return [];
      const value = name === 'payload' ? JSON.stringify(JSON.parse(row[name])) : JSON.stringify(row[name]);
      const told = column.told.flatMap((path) => at(exported, path.split('.')));
      return told.some((one) => JSON.stringify(one) === value) ? [] : `${table}.${name} ${value}`;
    }),
  );
}

/** Names and words of ours that the page of an export could only show as they stand in the file. */
export function wordless(exported: Exported): string[] {
  const { format: _, madeAt: __, from: ___, ...lists } = exported as Record<string, unknown>;
  return [...new Set(wordlessIn('', lists))];
}

function wordlessIn(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => wordlessIn(name, one));
  if (value instanceof Object)
    return Object.entries(value).flatMap(([inner, one]) => [
      ...(hasMessage(labelKey(inner)) ? [] : [inner]),
      // What waits is as the form sent it; the page shows of it what has a name.
      ...(inner === 'content' ? [] : wordlessIn(inner, one)),
    ]);
  const key = value === null ? null : wordKey(name, value as Json);
  return key === null || hasMessage(key) ? [] : [key];
}

/** Values that no longer are, or still are, against what is declared for after the erasure. */
export async function leftWrong(here: DeskWorld, rows: TheirRows, choice: ErasureChoice): Promise<string[]> {
  const after: TheirRows = new Map();
  const wrong: string[] = [];
  for (const [table, found] of rows) {
    const left = await sameRows(here, table, found);
    after.set(table, left);
    const expected = personal[table]?.rows[choice];
    if (expected === 'go' ? left.length > 0 : expected === 'stay' && left.length < found.length)
      wrong.push(`${table}: ${left.length} of ${found.length} rows`);
    if (expected === 'some' && (left.length === 0 || left.length === found.length))
      wrong.push(`${table}: all rows or none`);
  }
  const values = each(after, (table, name, column) =>
    (after.get(table) ?? []).flatMap((row) => {
      const before = rows.get(table)?.find((one) => keyOf(here, table, one) === keyOf(here, table, row));
      const isExcepted = column.unless !== undefined && before?.[column.unless.column] === column.unless.is;
      const left = isExcepted ? 'stays' : column.left[choice];
      const isRight =
        left === 'changes' || (left === 'emptied' ? isNothing(row[name]) : row[name] === before?.[name]);
      return isRight ? [] : `${table}.${name} ${left}: ${JSON.stringify(row[name])}`;
    }),
  );
  return [...wrong, ...values];
}

function each(
  rows: TheirRows,
  look: (table: string, name: string, column: PersonalColumn) => string[],
): string[] {
  return [...rows.keys()].flatMap((table) =>
    Object.entries(personal[table]?.columns ?? {}).flatMap(([name, column]) =>
      column === 'plain' ? [] : look(table, name, column),
    ),
  );
}

async function sameRows(here: DeskWorld, table: string, rows: ObjectLiteral[]): Promise<ObjectLiteral[]> {
  const { read } = here.app.database;
  const keys = rows.map((row) => read.dataSource.getMetadata(table).getEntityIdMap(row) ?? {});
  return keys.length === 0 ? [] : read.find(table, { where: keys });
}

function keyOf(here: DeskWorld, table: string, row: ObjectLiteral): string {
  return JSON.stringify(here.app.database.read.dataSource.getMetadata(table).getEntityIdMap(row));
}

/** All values at a path, through lists. */
function at(value: unknown, [name, ...rest]: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => at(one, name === undefined ? [] : [name, ...rest]));
  if (name === undefined) return [value];
  return value instanceof Object && name in value ? at((value as Record<string, unknown>)[name], rest) : [];
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}
