import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteInMail, wrapMail } from '../../src/mail/mail-text.js';

describe('The text of a mail', () => {
  it('has lines of at most 72 characters', () => {
    const text =
      'Tímto odkazem svůj příspěvek potvrdíte. Platí deset minut a jen jednou, potom si pošlete nový:';
    expect(wrapMail(text)).toBe(
      'Tímto odkazem svůj příspěvek potvrdíte. Platí deset minut a jen jednou,\npotom si pošlete nový:',
    );
  });

  it('never breaks an address', () => {
    const address = `https://podnet.example.org/prihlaseni/overeni/${'a'.repeat(43)}`;
    expect(wrapMail(`Odkaz:\n\n${address}\n`)).toBe(`Odkaz:\n\n${address}\n`);
  });

  it('keeps what was quoted quoted', () => {
    const lines = wrapMail(quoteInMail(`Ano.\n\n${'slovo '.repeat(40)}`)).split('\n');
    expect(lines.length).toBeGreaterThan(4);
    expect(lines.slice(0, 2)).toEqual(['> Ano.', '>']);
    expect(lines.every((line) => line.startsWith('>') && line.length <= 72)).toBe(true);
  });

  it('loses no word and makes no line longer than it must be', () => {
    const text = fc.array(fc.stringMatching(/^[a-zž>\n]{1,90}$/)).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, (given) => {
        const wrapped = wrapMail(given);
        expect(wrapped.replace(/[\s>]/g, '')).toBe(given.replace(/[\s>]/g, ''));
        for (const line of wrapped.split('\n'))
          expect(line.length <= 72 || !/\S \S/.test(line.replace(/^(?:> ?)*/, ''))).toBe(true);
      }),
    );
  });
});
