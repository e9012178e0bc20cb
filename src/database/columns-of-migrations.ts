import { type QueryRunner, TableColumn, type TableColumnOptions, TableForeignKey } from 'typeorm';

/** A column that a table of an earlier migration gets. */
export interface AddedColumn {
  table: string;
  column: TableColumnOptions;
  /** The table whose id it holds, if it is a reference. */
  references?: string;
}

/** Adds the columns in their order. SQLite cannot add a reference: TypeORM makes the table anew and copies it. */
export async function addColumns(queryRunner: QueryRunner, columns: readonly AddedColumn[]): Promise<void> {
  for (const { table, column, references } of columns) {
    await queryRunner.addColumn(table, new TableColumn(column));
    if (references) await queryRunner.createForeignKey(table, foreignKey(table, column.name, references));
  }
}

/** Drops them again, the last one first. */
export async function dropColumns(queryRunner: QueryRunner, columns: readonly AddedColumn[]): Promise<void> {
  for (const { table, column, references } of [...columns].reverse()) {
    if (references) await queryRunner.dropForeignKey(table, `fk_${table}_${column.name}`);
    await queryRunner.dropColumn(table, column.name);
  }
}

function foreignKey(table: string, column: string, references: string): TableForeignKey {
  return new TableForeignKey({
    name: `fk_${table}_${column}`,
    columnNames: [column],
    referencedTableName: references,
    referencedColumnNames: ['id'],
  });
}
