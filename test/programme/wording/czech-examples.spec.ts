import { describe, expect, it } from 'vitest';
import { wordDiff } from '../../../src/programme/wording/diff.js';
import { merge3 } from '../../../src/programme/wording/merge3.js';

/** A diff as one reads it: [-taken out-]{+put in+}. */
function read(before: string, after: string): string {
  return wordDiff(before, after)
    .parts.map(({ kind, text }) =>
      kind === 'same' ? text : kind === 'inserted' ? `{+${text}+}` : `[-${text}-]`,
    )
    .join('');
}

describe('a change of Czech prose', () => {
  it.each([
    ['another ending', 'Pomůžeme školám.', 'Pomůžeme škole.', 'Pomůžeme [-školám-]{+škole+}.'],
    [
      'an adjective and its noun declined together',
      'Opravíme krajskou silnici.',
      'Opravíme krajské silnice.',
      'Opravíme [-krajskou silnici-]{+krajské silnice+}.',
    ],
    [
      'a subject that takes its verb along',
      'Kraj zřídí centrum.',
      'Kraje zřídí centrum.',
      '[-Kraj-]{+Kraje+} zřídí centrum.',
    ],
    [
      'a comma before a clause',
      'Chceme aby data byla volná.',
      'Chceme, aby data byla volná.',
      'Chceme{+,+} aby data byla volná.',
    ],
    ['a comma taken out', 'Školy, i muzea.', 'Školy i muzea.', 'Školy[-,-] i muzea.'],
    [
      'quotation marks made Czech',
      'Spustíme "chytrou" lavičku.',
      'Spustíme „chytrou“ lavičku.',
      'Spustíme [-"-]{+„+}chytrou[-"-]{+“+} lavičku.',
    ],
    [
      'a hyphen made a dash',
      'Linka Brno - Praha pojede.',
      'Linka Brno – Praha pojede.',
      'Linka Brno [---]{+–+} Praha pojede.',
    ],
    [
      'a decimal number',
      'Dáme na to 2,5 % rozpočtu.',
      'Dáme na to 3,5 % rozpočtu.',
      'Dáme na to [-2,5-]{+3,5+} % rozpočtu.',
    ],
    ['thousands', 'Vysadíme 1 000 stromů.', 'Vysadíme 1 500 stromů.', 'Vysadíme 1 [-000-]{+500+} stromů.'],
    ['a date', 'Začneme 1. 9. 2026.', 'Začneme 1. 10. 2026.', 'Začneme 1. [-9-]{+10+}. 2026.'],
    [
      'a time of day',
      'Otevřeno bude do 16:30.',
      'Otevřeno bude do 18:00.',
      'Otevřeno bude do [-16:30-]{+18:00+}.',
    ],
    [
      'a hyphenated word',
      'Podáme to on-line.',
      'Podáme to osobně i on-line.',
      'Podáme to {+osobně i +}on-line.',
    ],
    [
      'a conditional with -li',
      'Bude-li zájem, přidáme spoje.',
      'Vznikne-li zájem, přidáme spoje.',
      '[-Bude-li-]{+Vznikne-li+} zájem, přidáme spoje.',
    ],
    [
      'a negation',
      'Budeme zvyšovat daně.',
      'Nebudeme zvyšovat daně.',
      '[-Budeme-]{+Nebudeme+} zvyšovat daně.',
    ],
    [
      'an item added to a list',
      '- vlaky\n- autobusy',
      '- vlaky\n- tramvaje\n- autobusy',
      '- vlaky\n{+- tramvaje\n+}- autobusy',
    ],
    [
      'an item taken out of a list',
      '- vlaky\n- tramvaje\n- autobusy',
      '- vlaky\n- autobusy',
      '- vlaky\n[-- tramvaje\n-]- autobusy',
    ],
    [
      'an item reworded',
      '1. opravit mosty\n2. zavřít lomy',
      '1. opravit a rozšířit mosty\n2. zavřít lomy',
      '1. opravit {+a rozšířit +}mosty\n2. zavřít lomy',
    ],
    [
      'the address of a link',
      'Více na [webu kraje](https://kraj.cz/a).',
      'Více na [webu kraje](https://kraj.cz/b).',
      'Více na [webu kraje](https://[-kraj.cz/a-]{+kraj.cz/b+}).',
    ],
    [
      'the words of a link',
      'Více na [webu](https://kraj.cz).',
      'Více na [webu kraje](https://kraj.cz).',
      'Více na [webu{+ kraje+}](https://kraj.cz).',
    ],
    [
      'emphasis put on a word',
      'Je to důležité pro všechny.',
      'Je to **důležité** pro všechny.',
      'Je to {+**+}důležité{+**+} pro všechny.',
    ],
    [
      'a heading within the text',
      '### Doprava\n\nVlaky pojedou.',
      '### Veřejná doprava\n\nVlaky pojedou.',
      '### [-Doprava-]{+Veřejná doprava+}\n\nVlaky pojedou.',
    ],
    [
      'a sentence added in the middle',
      'Opravíme mosty. Začneme hned.',
      'Opravíme mosty. Peníze máme. Začneme hned.',
      'Opravíme mosty. {+Peníze máme. +}Začneme hned.',
    ],
    [
      'a sentence added that begins like the next one',
      'Kraj opraví mosty. Kraj koupí vlaky.',
      'Kraj opraví mosty. Kraj zavře lomy. Kraj koupí vlaky.',
      'Kraj opraví mosty. {+Kraj zavře lomy. +}Kraj koupí vlaky.',
    ],
    [
      'a sentence moved to the end',
      'Začneme hned. Opravíme mosty. Koupíme vlaky.',
      'Opravíme mosty. Koupíme vlaky. Začneme hned.',
      '[-Začneme hned. -]Opravíme mosty. Koupíme vlaky.{+ Začneme hned.+}',
    ],
    [
      'a whole paragraph added',
      'Opravíme mosty.\n\nKoupíme vlaky.',
      'Opravíme mosty.\n\nZavřeme lomy.\n\nKoupíme vlaky.',
      'Opravíme mosty.\n\n{+Zavřeme lomy.\n\n+}Koupíme vlaky.',
    ],
    [
      'a whole paragraph taken out',
      'Opravíme mosty.\n\nZavřeme lomy.\n\nKoupíme vlaky.',
      'Opravíme mosty.\n\nKoupíme vlaky.',
      'Opravíme mosty.\n\n[-Zavřeme lomy.\n\n-]Koupíme vlaky.',
    ],
    [
      'a paragraph cut in two',
      'Opravíme mosty. Koupíme vlaky.',
      'Opravíme mosty.\n\nKoupíme vlaky.',
      'Opravíme mosty.[- -]{+\n\n+}Koupíme vlaky.',
    ],
    [
      'an abbreviation',
      'Podpoříme sport, kulturu atd.',
      'Podpoříme sport, kulturu apod.',
      'Podpoříme sport, kulturu [-atd-]{+apod+}.',
    ],
    [
      'a sentence turned into another',
      'Postavíme novou nemocnici.',
      'Opravíme starou školu.',
      '[-Postavíme novou nemocnici-]{+Opravíme starou školu+}.',
    ],
    [
      'a list of things in a sentence grown by one',
      'Podpoříme sport a kulturu.',
      'Podpoříme sport, vědu a kulturu.',
      'Podpoříme sport{+, vědu+} a kulturu.',
    ],
  ])('reads naturally: %s', (_, before, after, expected) => {
    expect(read(before, after)).toBe(expected);
  });
});

describe('two changes of Czech prose', () => {
  it.each([
    [
      'a declined noun and a sentence added',
      'Pomůžeme školám. Začneme hned.',
      'Pomůžeme malým školám. Začneme hned.',
      'Pomůžeme školám. Peníze máme. Začneme hned.',
      'Pomůžeme malým školám. Peníze máme. Začneme hned.',
    ],
    [
      'a number and its deadline',
      'Vysadíme 1 000 stromů podél silnic do konce roku 2027.',
      'Vysadíme 1 500 stromů podél silnic do konce roku 2027.',
      'Vysadíme 1 000 stromů podél silnic do konce roku 2026.',
      'Vysadíme 1 500 stromů podél silnic do konce roku 2026.',
    ],
    [
      'items added at either end of a list',
      '- vlaky\n- autobusy',
      '- tramvaje\n- vlaky\n- autobusy',
      '- vlaky\n- autobusy\n- lodě',
      '- tramvaje\n- vlaky\n- autobusy\n- lodě',
    ],
    [
      'a paragraph taken out and a word in another',
      'Opravíme mosty.\n\nZavřeme lomy.\n\nKoupíme nové vlaky.',
      'Opravíme mosty.\n\nKoupíme nové vlaky.',
      'Opravíme mosty.\n\nZavřeme lomy.\n\nKoupíme tiché nové vlaky.',
      'Opravíme mosty.\n\nKoupíme tiché nové vlaky.',
    ],
    [
      'a comma mended and the clause behind it',
      'Chceme aby data úřadů byla volná.',
      'Chceme, aby data úřadů byla volná.',
      'Chceme aby data úřadů byla volná a zdarma.',
      'Chceme, aby data úřadů byla volná a zdarma.',
    ],
  ])('go together: %s', (_, base, one, other, expected) => {
    expect(merge3(base, one, other)).toEqual({ clean: true, text: expected });
    expect(merge3(base, other, one)).toEqual({ clean: true, text: expected });
  });
});
