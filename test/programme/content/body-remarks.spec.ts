import { describe, expect, it } from 'vitest';
import { openingTags } from '../../../src/programme/content/html-tags.js';
import { headerLines, read, withBody } from './reading.js';

function remarks(...lines: string[]): string[] {
  return read(withBody('## A', ...lines))
    .remarks.map((remark) => remark.split(':'))
    .map(([code, line]) => `${code}:${Number(line) - headerLines - 1}`);
}

describe('HTML that is taken away', () => {
  it('is remarked on once for each tag, on its own line', () => {
    const lines = [
      '<ul>',
      '<li>ok</li>',
      '<script>if (a<b) {}</script>',
      '</ul>',
      '',
      'text',
      '<button>x</button> <button>y</button>',
    ];
    expect(remarks(...lines)).toEqual(['W-HTML-STRIPPED:3', 'W-HTML-STRIPPED:7']);
  });

  it.each([
    ['an inline style', '<p style="color:red">x</p>'],
    ['an event handler', '<b onclick=alert(1)>x</b>'],
    ['a scripted address', '<a href=" java\tscript:alert(1)">x</a>'],
    ['a frame', '<iframe src="https://example.org"></iframe>'],
    ['an unclosed tag', '<div>\n<form action="x'],
  ])('includes %s', (_, html) => {
    expect(remarks(...html.split('\n')).filter((remark) => remark.startsWith('W-HTML'))).toHaveLength(1);
  });

  it('does not include what readers will see', () => {
    expect(
      remarks('<dl class="x"><dt>a</dt><dd>b<br></dd></dl>', '', '<!-- <script> -->', '', '`<script>`'),
    ).toEqual([]);
  });

  it('is found in one pass over hostile text', () => {
    expect(openingTags('<a '.repeat(100_000))).toHaveLength(1);
    expect(openingTags('<!--'.repeat(100_000))).toEqual([]);
    expect(openingTags('<script>'.repeat(100_000))).toHaveLength(1);
  });
});

describe('Liquid', () => {
  it('is remarked on once', () => {
    expect(remarks('a {{ x }}', '{% if %} b')).toEqual(['W-LIQUID:1']);
    expect(remarks('{{ nezavřeno')).toEqual([]);
  });
});

describe('relative addresses', () => {
  it('are noted once, in Markdown and in HTML', () => {
    expect(remarks('x', '[a](/b) [c](d)')).toEqual(['I-LINK-RELATIVE:2']);
    expect(remarks('![a](b.png)')).toEqual(['I-LINK-RELATIVE:1']);
    expect(remarks('<ul>', '<li><a href="b">c</a></li>', '</ul>')).toEqual(['I-LINK-RELATIVE:2']);
  });

  it('are not those with a scheme, a host, or only a fragment', () => {
    expect(remarks('[a](https://b) [c](mailto:d@e) [f](#g) [h](//i)')).toEqual([]);
  });
});
