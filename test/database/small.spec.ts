import { afterEach, describe, expect, test } from 'vitest';
import { newId } from '../../src/database/id.js';
import { ReadableNames } from '../../src/database/naming-strategy.js';
import { now, setClock } from '../../src/database/time.js';

describe('ids', () => {
  test('are UUIDs of version 7 that sort in the order they were made', () => {
    const ids = Array.from({ length: 1000 }, newId);
    expect(new Set(ids).size).toBe(1000);
    expect([...ids].sort()).toEqual(ids);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('times', () => {
  afterEach(() => setClock());

  test('are 24 characters of UTC whose order as text is their order in time', () => {
    const moments = ['1999-12-31T23:59:59.999Z', '2026-11-22T08:00:00.005Z', '2026-11-22T08:00:00.050Z'];
    const texts = moments.map((moment) => {
      setClock(() => new Date(moment));
      return now();
    });
    expect(texts).toEqual(moments);
    expect([...texts].sort()).toEqual(moments);
    for (const text of texts) expect(text).toHaveLength(24);
  });

  test('come from the real clock again after a test', () => {
    setClock(() => new Date('2000-01-01T00:00:00Z'));
    setClock();
    expect(now() > '2026-01-01').toBe(true);
  });
});

describe('names in the database', () => {
  const names = new ReadableNames();

  test('say what they hold', () => {
    expect(names.tableName('SectionRevision', undefined)).toBe('section_revision');
    expect(names.columnName('mergedIntoId', undefined, [])).toBe('merged_into_id');
    expect(names.columnName('sha1', undefined, ['sourceFile'])).toBe('source_file_sha1');
    expect(names.foreignKeyName('public.comment', ['section_id'])).toBe('fk_comment_section_id');
    expect(names.primaryKeyName('vote')).toBe('pk_vote');
    expect(names.indexName('vote', ['a', 'b'])).toBe('idx_vote_a_b');
    expect(names.uniqueConstraintName('vote', ['a'])).toBe('uq_vote_a');
    expect(names.checkConstraintName('vote', 'a is null')).toBe('ck_vote_a_is_null');
  });
});
