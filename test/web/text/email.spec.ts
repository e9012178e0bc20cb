import { describe, expect, it } from 'vitest';
import { checkEmail } from '../../../src/web/text/email.js';

const value = (address: unknown) => {
  const checked = checkEmail(address);
  return checked.ok ? checked.value : checked.problem.key;
};

describe('checkEmail', () => {
  it.each([
    [' Jana.Nova+obec@Example.ORG ', 'jana.nova+obec@example.org'],
    ['jana@žluťoučký.cz', 'jana@xn--luouk-uva4it5a4g.cz'],
    ["o'brien@a-b.example.org", "o'brien@a-b.example.org"],
  ])('takes %j as %j', (typed, kept) => {
    expect(value(typed)).toBe(kept);
  });

  it.each([
    ['', 'forms.email.required'],
    [['jana@example.org'], 'forms.email.required'],
    ['jana@example.org,petr@example.org', 'forms.email.one'],
    ['jana@example.org\nBcc: petr@example.org', 'forms.email.one'],
    ['Jana <jana@example.org>', 'forms.email.one'],
    ['"jana"@example.org', 'forms.email.one'],
    ['jana', 'forms.email.invalid'],
    ['@example.org', 'forms.email.invalid'],
    ['jana@localhost', 'forms.email.invalid'],
    ['jana@127.0.0.1', 'forms.email.invalid'],
    ['jana@[127.0.0.1]', 'forms.email.invalid'],
    ['jana@@example.org', 'forms.email.invalid'],
    ['jana..nova@example.org', 'forms.email.invalid'],
    ['jana.@example.org', 'forms.email.invalid'],
    ['jana@-example.org', 'forms.email.invalid'],
    ['jana@example..org', 'forms.email.invalid'],
    ['jiří@example.org', 'forms.email.invalid'],
    ['jana\0@example.org', 'forms.email.invalid'],
    [`${'a'.repeat(65)}@example.org`, 'forms.email.invalid'],
    [`jana@${'a.'.repeat(125)}org`, 'forms.email.invalid'],
  ])('refuses %j with %s', (address, key) => {
    expect(value(address)).toBe(key);
  });
});
