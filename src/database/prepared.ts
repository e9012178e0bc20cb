import type { EntityManager, EntityMetadata, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/**
 * For the statements of which every request needs a few. Building one with TypeORM costs several times what running it
 * does, and TypeORM writes numbers into the text of the statement, so that SQLite has to compile each anew.
 */

/** Values of a question's parameters, by name. */
type Values = Record<string, string | number | null>;

interface Statement {
  sql: string;
  /** Names of the parameters, in the order in which the engine wants their values. */
  names: string[];
}

/**
 * A statement that is built once, and then run with other values of its parameters. It gives raw rows, so name each
 * column: `comment.id AS "id"`.
 * @param build a query, or SQL that both engines understand, with `:name` where a value goes and no values in it.
 */
export function prepared<Given extends Values, Row>(
  build: (manager: EntityManager) => SelectQueryBuilder<ObjectLiteral> | string,
): (manager: EntityManager, values: Given) => Promise<Row[]> {
  const statements = new WeakMap<object, Statement>();
  return (manager, values) => {
    const known = statements.get(manager.dataSource);
    const statement = known ?? statementOf(manager, build(manager), Object.keys(values));
    if (!known) statements.set(manager.dataSource, statement);
    return manager.query<Row[]>(
      statement.sql,
      statement.names.map((name) => values[name]),
    );
  };
}

function statementOf(
  { dataSource: { driver } }: EntityManager,
  query: SelectQueryBuilder<ObjectLiteral> | string,
  names: string[],
): Statement {
  // Each parameter gets its own name for a value, which shows where the engine wants it.
  const named = Object.fromEntries(names.map((name) => [name, name]));
  const [sql, order] =
    typeof query === 'string'
      ? driver.escapeQueryWithParameters(query, named)
      : query.setParameters(named).getQueryAndParameters();
  return { sql, names: order };
}

const inserts = new WeakMap<EntityMetadata, string>();

/** Stores a row with all its columns; for tables that grow with every contribution. */
export async function insertRow<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: new () => Row,
  row: Row,
): Promise<void> {
  const { driver } = manager.dataSource;
  const metadata = manager.dataSource.getMetadata(entity);
  const known = inserts.get(metadata);
  const sql = known ?? insertOf(metadata);
  if (!known) inserts.set(metadata, sql);
  const values = metadata.columns.map(
    (column) => driver.preparePersistentValue(column.getEntityValue(row), column) ?? null,
  );
  await manager.query(sql, values);
}

function insertOf({ dataSource: { driver }, tableName, columns }: EntityMetadata): string {
  const names = columns.map((column) => driver.escape(column.databaseName));
  const places = columns.map((column, place) => driver.createParameter(column.propertyName, place));
  return `INSERT INTO ${driver.escape(tableName)} (${names.join(', ')}) VALUES (${places.join(', ')})`;
}
