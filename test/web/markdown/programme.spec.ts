import { HtmlValidate } from 'html-validate/node';
import { describe, expect, it } from 'vitest';
import { readDefinitions } from '../../../src/web/markdown/definitions.js';
import { renderProgrammeMarkdown } from '../../../src/web/markdown/programme.js';
import { dangerous, hostileAddresses, hostileHtml, repeated } from './hostile.js';

const flat = (source: string, options?: Parameters<typeof renderProgrammeMarkdown>[1]) =>
  renderProgrammeMarkdown(source, options).replaceAll('\n', '');

describe('renderProgrammeMarkdown', () => {
  it.each([
    ['Text *jemný*', '<p>Text <em>jemný</em></p>'],
    ['<dl><dt>Byty</dt><dd>Postavíme je.</dd></dl>', '<dl><dt>Byty</dt><dd>Postavíme je.</dd></dl>'],
    ['<b>Text</b> a <u>další</u>', '<p><b>Text</b> a <u>další</u></p>'],
    ['před<script>alert(1)</script>po', '<p>předpo</p>'],
    ['<style>p{}</style>po', '<p>po</p>'],
    ['<iframe src="https://example.org">uvnitř</iframe>', 'uvnitř'],
    ['<p class="x" style="color:red" onclick="y()">Text</p>', '<p>Text</p>'],
    ['a<br>b<br/>c', '<p>a<br>b<br>c</p>'],
  ])('renders %j', (source, html) => {
    expect(flat(source)).toContain(html === 'uvnitř' ? '' : html);
    expect(flat(source)).not.toMatch(dangerous);
  });

  it('fits its headings under the heading of the section, without a gap', () => {
    const source = '#### A\n\ntext\n\n###### B\n\n### C\n\n<h5>D</h5>\n';
    expect(renderProgrammeMarkdown(source).match(/<h\d>\w/g)).toEqual(['<h3>A', '<h4>B', '<h3>C', '<h4>D']);
    expect(renderProgrammeMarkdown('# A\n\n## B', { headingBase: 5 }).match(/<h\d>\w/g)).toEqual([
      '<h5>A',
      '<h6>B',
    ]);
  });

  it('resolves relative links against the configured base', () => {
    const linkBase = 'https://kraj.example.org/web/';
    const source = '[a](/x) [b](y.html) [c](https://example.org/z) [d](#kotva) <a href="w">e</a>';
    expect(flat(source, { linkBase })).toBe(
      '<p><a href="https://kraj.example.org/x">a</a> <a href="https://kraj.example.org/web/y.html">b</a> ' +
        '<a href="https://example.org/z">c</a> <a>d</a> <a href="https://kraj.example.org/web/w">e</a></p>',
    );
    expect(flat('[a](/x)')).toBe('<p><a>a</a></p>');
  });

  it('serves the definitions of the whole point to each section', () => {
    const definitions = readDefinitions(
      '## Jedna\n\n[web][w]\n\n## Dvě\n\n[w]: https://example.org/w "Web"\n',
    );
    expect(flat('[web][W]', { definitions })).toBe('<p><a href="https://example.org/w">web</a></p>');
    expect(flat('[web][w]')).toBe('<p>[web][w]</p>');
    expect(Object.keys(definitions)).toEqual(['W']);
  });

  it('shows Liquid as text and makes no link of it', () => {
    expect(flat('{% for a in b_c %}{{ a_*x*_ | b }}{% endfor %}')).toBe(
      '<p>{% for a in b_c %}{{ a_*x*_ | b }}{% endfor %}</p>',
    );
    const linked = flat('<a href="{{ item.url }}">Bod</a> [b]({{site.url}}/x)', {
      linkBase: 'https://example.org',
    });
    expect(linked).not.toContain('href');
  });

  it('shows our own images and links to all others', () => {
    const source = '![Mapa](mapa.png) ![](https://example.org/cizi.png)';
    const image = (address: string) => (address === 'mapa.png' ? '/img/mapa.png' : null);
    expect(flat(source, { image })).toBe(
      '<p><img src="/img/mapa.png" alt="Mapa"> <a href="https://example.org/cizi.png">cizi.png</a></p>',
    );
    expect(flat(source)).not.toContain('<img');
  });

  it.each([
    ['<li>sám</li>', '<ul><li>sám</li></ul>'],
    ['<dl><dt>A</dt><br><dd>B</dd><p>C</p></dl>', '<dl><dt>A</dt><dd>B<p>C</p></dd></dl>'],
    ['<ul><p>před</p><li>a</li>text</ul>', '<p>před</p><ul><li>atext</li></ul>'],
    ['<b>x <div>y</div> z</b>', '<p><b>x </b></p><div><b>y</b></div><p><b> z</b></p>'],
    [
      '<div><a href="https://example.org"><p>odkaz</p></a></div>',
      '<div><p><a href="https://example.org/">odkaz</a></p></div>',
    ],
    ['<td>buňka</td>', '<p>buňka</p>'],
    ['<h3></h3>text', '<p>text</p>'],
    ['<div><p>neuzavřený', '<div><p>neuzavřený</p></div>'],
  ])('makes valid HTML of %j', (source, html) => {
    expect(flat(source)).toBe(html);
  });

  it('lets nothing dangerous through', () => {
    for (const source of [...hostileHtml, ...hostileHtml.map((html) => `<div>\n${html}\n</div>`)]) {
      expect(renderProgrammeMarkdown(source, { linkBase: 'https://example.org' })).not.toMatch(dangerous);
    }
    for (const address of hostileAddresses) {
      const html = renderProgrammeMarkdown(
        `[x](${address}) <a href="${address}">y</a> <img src="${address}">`,
      );
      expect(html).not.toMatch(/(?:href|src)="(?!https?:\/\/|mailto:|tel:)/i);
    }
  });

  it('gives valid HTML of whatever comes', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:standard'],
      // Tables of the programme carry no more structure than their authors gave them.
      rules: { 'wcag/h63': 'off' },
    });
    const sources = [
      ...hostileHtml,
      '| a | b |\n|:-:|---|\n| 1 | 2 |',
      '<table><tr><td>a<td>b</table>',
      '<ol><li>a<li>b<ul><li>c</ol>',
      '<p><p><ul><li><p>x',
      '<a href="https://example.org">x <a href="https://example.org">y</a></a>',
      '<dl><dt><h2>x</h2></dt><dd><h2>y</h2></dd></dl>',
      '<h2><div>x</div></h2>',
      '<figure><img src="a.png"><figcaption>Popis</figcaption></figure>',
      '<tr><td>x</td></tr><dd>y</dd><figcaption>z</figcaption>',
      '<span><ul><b><li>x</b></span>',
    ];
    for (const source of sources) {
      const report = await validator.validateString(renderProgrammeMarkdown(source));
      const messages = report.results
        .flatMap((result) => result.messages)
        .map((m) => `${m.ruleId}: ${m.message}`);
      expect([source, messages]).toEqual([source, []]);
    }
  }, 30_000);

  it('shows a text of thousands of tags as it was written', () => {
    expect(renderProgrammeMarkdown('<b>'.repeat(5_000))).toContain('&lt;b&gt;&lt;b&gt;');
    expect(renderProgrammeMarkdown('<b>x</b> '.repeat(1_000))).toContain('<b>x</b>');
  });

  it.each(repeated)('stands 64 KiB of %j', (piece) => {
    expect(renderProgrammeMarkdown(piece.repeat(65_536 / piece.length))).not.toMatch(dangerous);
  });
});
