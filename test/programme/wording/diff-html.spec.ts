import fc from 'fast-check';
import { HtmlValidate } from 'html-validate/node';
import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../../src/programme/wording/diff.js';
import { diffHtml } from '../../../src/programme/wording/diff-html.js';

const labels = {
  inserted: 'vloženo',
  insertedEnd: 'konec vložení',
  deleted: 'smazáno',
  deletedEnd: 'konec smazání',
};
const html = (before: string, after: string, view?: 'changes' | 'new' | 'original') =>
  diffHtml(wordDiff(before, after).parts, labels, view);

describe('diffHtml', () => {
  it('makes a heading of the first paragraph where it is one', () => {
    const { parts } = wordDiff('Úřad\n\nOtevře v sedm.', 'Úřad\n\nOtevře v osm.');
    const [heading, text] = diffHtml(parts, labels, 'changes', true).split('\n');
    expect(heading).toBe('<p class="diff-heading">Úřad</p>');
    expect(text).toMatch(/^<p>Otevře/);
    expect(diffHtml(parts, labels)).toMatch(/^<p>Úřad<\/p>/);
  });

  it('says aloud what was added and what was taken out', () => {
    expect(html('Zřídíme nová centra', 'Zřídíme moderní centra')).toBe(
      '<p>Zřídíme <del><span class="visually-hidden">smazáno </span>nová<span class="visually-hidden"> konec smazání </span></del>' +
        '<ins><span class="visually-hidden">vloženo </span>moderní<span class="visually-hidden"> konec vložení </span></ins> centra</p>',
    );
  });

  it('shows the new or the original wording alone, without marks', () => {
    expect(html('Zřídíme nová centra', 'Zřídíme moderní centra', 'new')).toBe(
      '<p>Zřídíme moderní centra</p>',
    );
    expect(html('Zřídíme nová centra', 'Zřídíme moderní centra', 'original')).toBe(
      '<p>Zřídíme nová centra</p>',
    );
  });

  it('keeps paragraphs and lines, and makes a new paragraph break visible', () => {
    expect(html('- a\n- b', '- a\n- b', 'changes')).toBe('<p>- a<br>- b</p>');
    expect(html('První. Druhý.', 'První.\n\nDruhý.')).toMatch(/<p>První\..*¶.*<\/p>\n<p>Druhý\.<\/p>/);
  });

  it('announces a change over several paragraphs once, and says once that it ends', () => {
    const added = html('Úvod.', 'Úvod.\n\nJedna.\n\nDvě.\n\nTři.');
    expect(added.match(/vloženo /g)).toHaveLength(1);
    expect(added.match(/konec vložení/g)).toHaveLength(1);
    expect(added.match(/<ins>/g)).toHaveLength(4);
    const headed = diffHtml(wordDiff('Úřad', 'Úřad\n\nOtevře.').parts, labels, 'changes', true);
    expect(headed).toMatch(/vloženo .*Otevře\..*konec vložení/);
  });

  it('makes no more paragraphs than a browser can show, whatever the text', () => {
    const before = '\n\na'.repeat(33_000);
    const after = '\n\nb'.repeat(33_000);
    const long = html(before, after);
    expect(long.match(/<p>/g)?.length).toBeLessThanOrEqual(2_000);
    expect(long.length).toBeLessThan(20 * before.length);
    expect(long.match(/a/g)?.length).toBeGreaterThan(33_000);
  });

  it('escapes everything, labels included', () => {
    const hostile = diffHtml([{ kind: 'inserted', text: `<img src="x" onerror='x'>&` }], {
      ...labels,
      inserted: '<b>',
    });
    expect(hostile).not.toMatch(/<(img|b)\b/);
    expect(hostile).toContain('&lt;img src=&quot;x&quot; onerror=&#39;x&#39;&gt;&amp;');
  });

  it('is valid HTML whatever the texts are', async () => {
    const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
    const text = fc
      .array(fc.constantFrom('kraj', '<b>', '&', ' ', '\n', '\n\n', '. '), { maxLength: 30 })
      .map((pieces) => pieces.join(''));
    const samples = fc.sample(fc.tuple(text, text), 100);
    for (const [before, after] of samples) {
      const report = await validator.validateString(html(before, after));
      expect(report.results.flatMap((result) => result.messages)).toEqual([]);
    }
  }, 30_000);
});
