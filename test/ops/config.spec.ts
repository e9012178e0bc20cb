import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/ops/config.js';

const production = {
  NODE_ENV: 'production',
  BASE_URL: 'https://podnet.example.org',
  SESSION_SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtp://localhost:25',
  MAIL_FROM: 'podnet@example.org',
};

function problemsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('readConfig', () => {
  it('makes a demo on SQLite of an empty environment', () => {
    const config = readConfig({});
    expect(config.DEMO).toBe(true);
    expect(config.host).toBe('127.0.0.1');
    expect(config.databaseUrl).toBe('sqlite:./data/podnet.db');
    expect(config.SESSION_SECRET.length).toBeGreaterThanOrEqual(32);
  });

  it('takes the port into the base address unless one is given', () => {
    expect(readConfig({ PORT: '8080' }).baseUrl).toBe('http://localhost:8080');
    expect(readConfig({ PORT: '8080', BASE_URL: 'https://a.example/' }).baseUrl).toBe('https://a.example');
  });

  it('reads templates anew for each page only where development is asked for by name', () => {
    expect(readConfig({}).reload).toBe(false);
    expect(readConfig({ NODE_ENV: 'development' }).reload).toBe(true);
    expect(readConfig(production).reload).toBe(false);
  });

  it('is no demo as soon as there is a mail server', () => {
    expect(readConfig({ SMTP_URL: 'smtp://localhost:2525' }).DEMO).toBe(false);
  });

  it('accepts what production needs', () => {
    expect(problemsOf(production)).toEqual([]);
    expect(readConfig(production).https).toBe(true);
  });

  it.each(['BASE_URL', 'SESSION_SECRET', 'SMTP_URL', 'MAIL_FROM'])(
    'refuses production without %s and names it',
    (name) => {
      const problems = problemsOf({ ...production, [name]: undefined });
      expect(problems.some((problem) => problem.startsWith(`${name}:`))).toBe(true);
    },
  );

  it('refuses the demo in production', () => {
    expect(problemsOf({ ...production, DEMO: 'true' })).toEqual([expect.stringMatching(/^DEMO:/)]);
  });

  it('refuses plain http in production', () => {
    expect(problemsOf({ ...production, BASE_URL: 'http://podnet.example.org' })).toEqual([
      expect.stringMatching(/^BASE_URL:/),
    ]);
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['SESSION_SECRET', 'short'],
    ['SMTP_URL', 'http://localhost'],
    ['LOG_LEVEL', 'chatty'],
    ['DEMO', 'perhaps'],
    ['SOURCE_URL', 'javascript:alert(1)'],
    ['TRUST_PROXY', '-1'],
    ['MAIL_FROM', 'a@example.org\nBcc: b@example.org'],
  ])('names %s when it is %j', (name, value) => {
    expect(problemsOf({ [name]: value }).map((problem) => problem.split(':')[0])).toContain(name);
  });
});
