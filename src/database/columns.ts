import { Column, ForeignKey, type ObjectLiteral, PrimaryColumn } from 'typeorm';

/** Decorators for the three kinds of column that nearly every table has, so that all tables agree on them. */

/** Primary key: a UUIDv7 as text, the same on both engines. */
export function IdColumn(): PropertyDecorator {
  return PrimaryColumn('varchar', { length: 36 });
}

/** A point in time: ISO-8601 in UTC with milliseconds, so that text order is time order. */
export function InstantColumn(options: { nullable?: boolean } = {}): PropertyDecorator {
  return Column('varchar', { length: 24, nullable: options.nullable ?? false });
}

/**
 * A foreign key to the id of another table. Pass the entity's name as a string when it belongs to a later module,
 * which this one must not import.
 */
export function ReferenceColumn(
  target: string | (() => new () => ObjectLiteral),
  options: { nullable?: boolean } = {},
): PropertyDecorator {
  const column = Column('varchar', { length: 36, nullable: options.nullable ?? false });
  const foreignKey = typeof target === 'string' ? ForeignKey(target) : ForeignKey(target);
  return (entity, property) => {
    column(entity, property);
    foreignKey(entity, property);
  };
}
