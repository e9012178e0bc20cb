import { DefaultNamingStrategy, type NamingStrategyInterface, type Table } from 'typeorm';

/**
 * Tables and columns in snake_case; constraints and indexes named after what they hold (`fk_comment_section_id`),
 * so that an error message of the database says what was broken.
 */
export class ReadableNames extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, given: string | undefined): string {
    return given ?? snakeCase(className);
  }

  override columnName(property: string, given: string | undefined, embedded: string[]): string {
    return [...embedded, given ?? property].map(snakeCase).join('_');
  }

  override joinColumnName(relation: string, referenced: string): string {
    return `${snakeCase(relation)}_${snakeCase(referenced)}`;
  }

  override primaryKeyName(table: Table | string): string {
    return `pk_${nameOf(table)}`;
  }

  override foreignKeyName(table: Table | string, columns: string[]): string {
    return constraint('fk', table, columns);
  }

  override uniqueConstraintName(table: Table | string, columns: string[]): string {
    return constraint('uq', table, columns);
  }

  override relationConstraintName(table: Table | string, columns: string[]): string {
    return constraint('uq', table, columns);
  }

  override indexName(table: Table | string, columns: string[]): string {
    return constraint('idx', table, columns);
  }

  /** Only for a check without a name of its own; give each one a name. */
  override checkConstraintName(table: Table | string, expression: string): string {
    return constraint('ck', table, [expression.replace(/\W+/g, '_').slice(0, 30)]);
  }
}

function constraint(kind: string, table: Table | string, columns: string[]): string {
  return [kind, nameOf(table), ...columns].join('_');
}

function nameOf(table: Table | string): string {
  const name = typeof table === 'string' ? table : table.name;
  return name.split('.').at(-1) ?? name;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
