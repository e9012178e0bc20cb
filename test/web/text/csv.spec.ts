import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../src/web/text/csv.js';

describe('csvCell', () => {
  it.each(['=1+1', '+420 123', '-sleva', '@SUM(A1)', '\tx', '\rx', ' =1+1', '\u00a0@x', '＝1', '\0=1'])(
    'marks %j as text',
    (cell) => {
      expect(csvCell(cell)).toBe(`'${cell.replace('\0', '')}`);
    },
  );

  it.each(['Souhlasím', '1. bod', 'a=b', '„citace“', '', "'už označeno"])('leaves %j alone', (cell) => {
    expect(csvCell(cell)).toBe(cell);
  });

  it('keeps numbers numbers and makes nothing of nothing', () => {
    expect([csvCell(-3), csvCell(0), csvCell(null), csvCell(undefined), csvCell(true)]).toEqual([
      -3,
      0,
      '',
      '',
      'true',
    ]);
  });
});
