import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commentPath, threadsPerPage } from '../../src/feedback/comment-address.js';

test('a permalink leads to the page that holds the thread, whatever came between', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(numbers, fc.nat(), (roots, which) => {
      const sorted = [...roots].sort((a, b) => a - b);
      const root = sorted[which % sorted.length] ?? 1;
      const url = new URL(commentPath('/sekce/1', root, root + 1), 'http://podnet.example');
      const after = Number(url.searchParams.get('po') ?? 0);
      const page = sorted.filter((number) => number > after).slice(0, threadsPerPage);
      expect(page).toContain(root);
      expect(url.hash).toBe(`#komentar-${root + 1}`);
    }),
  );
});
