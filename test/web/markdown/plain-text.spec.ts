import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/web/markdown/plain-text.js';
import { repeated } from './hostile.js';

describe('plainText', () => {
  it.each([
    ['## Nadpis\n\nText **silný** a [odkaz](https://example.org).', 'Nadpis\n\nText silný a odkaz.'],
    ['- jedna\n- dvě', '- jedna\n- dvě'],
    ['<dl><dt>Byty</dt><dd>Postavíme &amp; opravíme.</dd></dl>', 'Byty\nPostavíme & opravíme.'],
    ['a<br>b <script>alert(1)</script>', 'a\nb alert(1)'],
    ['![Mapa kraje](mapa.png)', 'Mapa kraje'],
    ['řádek\nřádek', 'řádek\nřádek'],
  ])('reads the programme text %j', (source, text) => {
    expect(plainText(source)).toBe(text);
  });

  it('keeps what looks like HTML in the text of a citizen', () => {
    expect(plainText('Cena < 5 a <b>ne</b> **víc**', 'citizen')).toBe('Cena < 5 a <b>ne</b> víc');
  });

  it.each(repeated)('stands 64 KiB of %j', (piece) => {
    expect(plainText(piece.repeat(65_536 / piece.length)).length).toBeLessThan(200_000);
  });
});
