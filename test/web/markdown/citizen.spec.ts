import { HtmlValidate } from 'html-validate/node';
import { describe, expect, it } from 'vitest';
import { renderCitizenMarkdown } from '../../../src/web/markdown/citizen.js';
import { dangerous, hostileAddresses, hostileHtml, repeated } from './hostile.js';

describe('renderCitizenMarkdown', () => {
  it.each([
    ['První řádek\ndruhý\n\nDalší odstavec', '<p>První řádek<br>\ndruhý</p>\n<p>Další odstavec</p>\n'],
    ['**důraz** a *jemný*', '<p><strong>důraz</strong> a <em>jemný</em></p>\n'],
    ['- jedna\n- dvě', '<ul>\n<li>jedna</li>\n<li>dvě</li>\n</ul>\n'],
    ['# Nadpis', '<p># Nadpis</p>\n'],
    ['    odsazený text', '<p>odsazený text</p>\n'],
    [
      '[web](https://example.org "Titul")',
      '<p><a href="https://example.org" title="Titul" rel="nofollow ugc noopener">web</a></p>\n',
    ],
    [
      '[pošta](mailto:jana@example.org)',
      '<p><a href="mailto:jana@example.org" rel="nofollow ugc noopener">pošta</a></p>\n',
    ],
    [
      'viz https://example.org/a.',
      '<p>viz <a href="https://example.org/a" rel="nofollow ugc noopener">https://example.org/a</a>.</p>\n',
    ],
    ['example.org a jana@example.org', '<p>example.org a jana@example.org</p>\n'],
    ['[sem](/odhlaseni) [tam](//example.org)', '<p>[sem](/odhlaseni) [tam](//example.org)</p>\n'],
    ['<b>tučně</b>', '<p>&lt;b&gt;tučně&lt;/b&gt;</p>\n'],
    ['', ''],
  ])('renders %j', (source, html) => {
    expect(renderCitizenMarkdown(source)).toBe(html);
  });

  it('loads no picture from anywhere', () => {
    expect(renderCitizenMarkdown('![mapa](https://example.org/a.png)')).not.toContain('<img');
  });

  it('never follows a link that is not http, https or mailto', () => {
    for (const address of hostileAddresses) {
      expect(
        renderCitizenMarkdown(`[x](${address}) <${address}> ${address}\n\n[x]\n\n[x]: ${address}`),
      ).not.toMatch(/href="(?!https?:\/\/|mailto:)/i);
    }
  });

  it('lets no markup through', () => {
    for (const html of hostileHtml) expect(renderCitizenMarkdown(html)).not.toMatch(dangerous);
  });

  it('shows a text nested too deep as it was written', () => {
    const source = `${'> '.repeat(200)}hluboko`;
    expect(renderCitizenMarkdown(source)).toContain('&gt; hluboko');
  });

  it('gives valid HTML', async () => {
    const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
    const source = [
      'Text **silný**',
      '> citace\n> - bod',
      '1. a\n2. b',
      '```\nkód <b>\n```',
      '~~ne~~',
      ...hostileHtml,
    ];
    const report = await validator.validateString(renderCitizenMarkdown(source.join('\n\n')));
    expect(report.results.flatMap((result) => result.messages)).toEqual([]);
  }, 30_000);

  it.each(repeated)('stands 64 KiB of %j', (piece) => {
    expect(renderCitizenMarkdown(piece.repeat(65_536 / piece.length))).not.toMatch(dangerous);
  });
});
