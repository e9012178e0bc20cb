import { describe, expect, it } from 'vitest';
import { canBeMistakenFor, claimsOffice } from '../../../src/web/text/office-name.js';
import { checkPublicName } from '../../../src/web/text/public-name.js';

describe('A name that claims an office', () => {
  it.each([
    'Garant',
    'Jana, garantka dopravy',
    'G a r a n t',
    'GАRАNT',
    'Správce',
    'Jan Správce webu',
    'Admin',
    'admin Petr',
    'Moderátorka Eva',
    'Tým programu',
    'Redakce',
    'Jana (ověřeno)',
    'Oficiální účet',
    'Official',
    'Verified Jana',
    'Podnět',
    'Zástupkyně starosty',
  ])('is %j', (name) => expect(claimsOffice(name)).toBe(true));

  it.each(['Jana Nováková', 'Vladimír Týml', 'Adminov', 'Steam', 'Podnětník', 'Margareta', 'Ω-člověk 7'])(
    'is not %j',
    (name) => expect(claimsOffice(name)).toBe(false),
  );
});

describe('A name can be mistaken', () => {
  it.each([
    ['Jaroš Jiří', 'Jiří Jaroš'],
    ['Ing. Jiří Jaroš z Brna', 'Jiří Jaroš'],
    ['jiri  jaros', 'Jiří Jaroš'],
    ['Eva', 'Éva'],
  ])('%j for %j', (name, other) => expect(canBeMistakenFor(name, other)).toBe(true));

  it.each([
    ['Jiří', 'Jiří Jaroš'],
    ['Jiří Jarošek', 'Jiří Jaroš'],
    ['Eva Nová', 'Eva'],
  ])('but not %j for %j', (name, other) => expect(canBeMistakenFor(name, other)).toBe(false));
});

describe('Signs that look like a mark of ours', () => {
  it.each(['✓', '☑', '✔️', '★', '🛡', '✅', 'Ⓖ', '🅰', '®', '™', '†', '√', '●'])('%s are refused', (sign) => {
    expect(checkPublicName(`Jana ${sign}`).ok).toBe(false);
  });
});
