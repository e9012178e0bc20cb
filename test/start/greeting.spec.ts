import { expect, test } from 'vitest';
import { demoPeople } from '../../src/accounts/demo-people.js';
import { readConfig } from '../../src/ops/config.js';
import { greeting } from '../../src/start/greeting.js';

test('the demo says who one can be, in which role and where, in columns', () => {
  const lines = greeting(readConfig({ PORT: '4321' })).filter((line) => line.includes('/demo/prihlaseni/'));
  expect(lines).toHaveLength(demoPeople.length);
  expect(new Set(lines.map((line) => line.indexOf('http://localhost:4321/')))).toHaveProperty('size', 1);
  for (const role of [
    'A citizen',
    'Garant of digitalisation',
    'Garant of transport',
    'Programme team',
    'Administrator',
  ])
    expect(lines.filter((line) => line.includes(`  ${role}`))).toHaveLength(1);
});

test('outside the demo it says only where the site is', () => {
  const config = readConfig({ SMTP_URL: 'smtp://localhost:25', BASE_URL: 'https://podnet.example.org' });
  expect(greeting(config).join('').trim()).toBe('Podnět is running at https://podnet.example.org/');
});
