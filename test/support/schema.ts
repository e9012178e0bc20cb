import type { QueryRunner, Table } from 'typeorm';

/** A schema as plain data, sorted, so that two can be compared: one table a key. Leaves out the list of migrations. */
export async function describeSchema(queryRunner: QueryRunner): Promise<Record<string, unknown>> {
  const own = await queryRunner.getTables(await tableNames(queryRunner));
  return Object.fromEntries(
    sortBy(own.map(describeTable), ({ name }) => name).map(({ name, ...rest }) => [name, rest]),
  );
}

function describeTable(table: Table) {
  const primary = table.columns.find(({ isPrimary }) => isPrimary);
  return {
    name: lastPart(table.name),
    columns: sortBy(
      table.columns.map(({ name, type, length, isNullable, isPrimary, default: initial }) => ({
        name,
        type,
        length,
        isNullable,
        isPrimary,
        initial: String(initial ?? '').replaceAll("'", ''),
      })),
      ({ name }) => name,
    ),
    primaryKey: primary?.primaryKeyConstraintName,
    checks: sortBy(
      table.checks.map(({ name, expression }) => ({ name, expression: unspaced(expression) })),
      ({ name }) => name,
    ),
    uniques: sortBy(
      table.uniques.map(({ name, columnNames }) => ({ name, columnNames })),
      ({ name }) => name,
    ),
    indexes: sortBy(
      table.indices.map(({ name, columnNames, isUnique, where }) => ({ name, columnNames, isUnique, where })),
      ({ name }) => name,
    ),
    foreignKeys: sortBy(
      table.foreignKeys.map((key) => ({
        name: key.name,
        columns: key.columnNames,
        references: `${lastPart(key.referencedTableName)}(${key.referencedColumnNames})`,
        onDelete: key.onDelete,
        onUpdate: key.onUpdate,
      })),
      ({ name }) => name,
    ),
  };
}

/** Without the list of migrations and what the engines keep for themselves. */
async function tableNames(queryRunner: QueryRunner): Promise<string[]> {
  const names = await namesFrom(queryRunner, {
    sqlite: `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
    postgres: `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  });
  return names.filter((name) => name !== 'migration');
}

/** Names of the triggers, sorted. */
export async function triggers(queryRunner: QueryRunner): Promise<string[]> {
  return namesFrom(queryRunner, {
    sqlite: `SELECT name FROM sqlite_master WHERE type = 'trigger'`,
    postgres: 'SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal',
  });
}

async function namesFrom(
  queryRunner: QueryRunner,
  sql: Record<'sqlite' | 'postgres', string>,
): Promise<string[]> {
  const kind = queryRunner.dataSource.options.type === 'postgres' ? 'postgres' : 'sqlite';
  const rows: { name: string }[] = await queryRunner.query(sql[kind]);
  return rows.map(({ name }) => name).sort();
}

function lastPart(name: string): string {
  return name.split('.').at(-1) ?? name;
}

function unspaced(expression: string | undefined): string {
  return (expression ?? '').replace(/\s+/g, '');
}

function sortBy<T>(items: T[], key: (item: T) => string | undefined): T[] {
  return items.sort((a, b) => ((key(a) ?? '') < (key(b) ?? '') ? -1 : 1));
}
