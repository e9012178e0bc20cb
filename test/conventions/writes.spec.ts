import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Ways around `database.write()`, each with an example that shows the pattern works. */
const forbidden = [
  {
    name: 'a transaction of TypeORM',
    pattern: /\.transaction\s*\(/,
    example: 'this.dataSource.transaction(async (m) => {})',
  },
  {
    name: 'a query runner',
    pattern: /\bcreateQueryRunner\b|\bstartTransaction\b/,
    example: 'source.createQueryRunner()',
  },
  {
    name: 'a repository by injection',
    pattern: /@InjectRepository\b|\bgetRepositoryToken\b/,
    example: '@InjectRepository(Vote)',
  },
  {
    name: 'an entity manager by injection',
    pattern: /@InjectEntityManager\b/,
    example: "@InjectEntityManager('write')",
  },
  {
    name: 'the data source for writing',
    pattern: /(InjectDataSource|getDataSourceToken)\(\s*['"`]/,
    example: "@InjectDataSource('write')",
  },
  { name: 'a data source of its own', pattern: /new DataSource\(/, example: 'new DataSource({})' },
  {
    name: 'another driver',
    pattern: /from '(better-sqlite3|pg|sqlite3)'/,
    example: "import { Pool } from 'pg'",
  },
  {
    name: 'writing through the reader',
    pattern: /\.read\s*\.(save|insert|update|upsert|delete|remove|softDelete|increment|decrement|clear)\b/,
    example: 'this.database.read.save(vote)',
  },
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.m?[jt]s$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.startsWith(join('src', 'database')));

test('each pattern finds its example', () => {
  for (const { name, pattern, example } of forbidden)
    expect(`${name}: ${pattern.test(example)}`).toBe(`${name}: true`);
});

test('nothing outside src/database writes but through database.write()', () => {
  const found = files.flatMap((path) =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        forbidden
          .filter(({ pattern }) => pattern.test(line))
          .map(({ name }) => `${path}:${index + 1}: ${name}`),
      ),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(found).toEqual([]);
});
