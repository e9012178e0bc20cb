import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { type IdentityProvider, readProviders } from './identity-providers.js';

/** Thrown at start when the environment cannot be used; the message names each variable and what is wrong with it. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const toBoolean = Transform(({ value }) =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value,
);
const toInteger = Transform(({ value }) =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
);

/** What an operator can set, as read from the environment; `.env.example` explains each. */
export class Config {
  @IsIn(['development', 'test', 'production'])
  NODE_ENV: 'development' | 'test' | 'production' = 'development';

  @toInteger
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT = 3000;

  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  BASE_URL = 'http://localhost:3000';

  @Matches(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, { message: 'must be sqlite:PATH or postgres://…' })
  DATABASE_URL = 'sqlite:./data/podnet.db';

  @IsString()
  @MinLength(32)
  SESSION_SECRET: string;

  @IsOptional()
  @Matches(/^smtps?:\/\/.+$/, { message: 'must be smtp://… or smtps://…' })
  SMTP_URL?: string;

  @IsString()
  @Matches(/^[^\r\n]+$/)
  MAIL_FROM = 'Podnět <podnet@example.org>';

  @IsString()
  CONTENT_DIR = './content';

  @IsOptional()
  @IsString()
  TEXTS_DIR?: string;

  @IsOptional()
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  SOURCE_URL?: string;

  @IsOptional()
  @IsString()
  OIDC_ISSUER?: string;

  @IsOptional()
  @IsString()
  OIDC_CLIENT_ID?: string;

  @IsOptional()
  @IsString()
  OIDC_CLIENT_SECRET?: string;

  @IsOptional()
  @IsString()
  OIDC_PROVIDERS?: string;

  @toInteger
  @IsInt()
  @Min(0)
  @Max(10)
  TRUST_PROXY = 0;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  LOG_LEVEL = 'info';

  @toBoolean
  @IsBoolean()
  DEMO: boolean;

  /** Templates, sentences and files are read anew for each page: only where development is asked for by name. */
  reload = false;

  /** Where people can sign in beside us, from the variables that begin with OIDC. */
  providers: IdentityProvider[] = [];

  get production(): boolean {
    return this.NODE_ENV === 'production';
  }

  /** `BASE_URL` without a slash at its end. */
  get baseUrl(): string {
    return this.BASE_URL.replace(/\/+$/, '');
  }

  get databaseUrl(): string {
    return this.DATABASE_URL;
  }

  /** True when cookies can be `Secure`. */
  get https(): boolean {
    return this.baseUrl.startsWith('https:');
  }

  get contentDir(): string {
    return resolve(this.CONTENT_DIR);
  }

  /** Address to listen on: the demo is reachable from this machine only. */
  get host(): string {
    return this.DEMO ? '127.0.0.1' : '0.0.0.0';
  }
}

const known = [
  'NODE_ENV',
  'PORT',
  'BASE_URL',
  'DATABASE_URL',
  'SESSION_SECRET',
  'SMTP_URL',
  'MAIL_FROM',
  'CONTENT_DIR',
  'TEXTS_DIR',
  'SOURCE_URL',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OIDC_PROVIDERS',
  'TRUST_PROXY',
  'LOG_LEVEL',
  'DEMO',
] as const;

/**
 * Reads and validates the configuration. Without `DEMO` and outside production, an instance with no `SMTP_URL` is a
 * demo, so that a fresh clone starts with nothing to configure.
 *
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    known.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const config = plainToInstance(Config, given, { exposeDefaultValues: true });
  config.reload = given.NODE_ENV === 'development';
  config.DEMO ??= !config.production && !config.SMTP_URL;
  if (!config.production) config.SESSION_SECRET ??= randomBytes(32).toString('hex');
  if (!given.BASE_URL) config.BASE_URL = `http://localhost:${config.PORT}`;
  const identity = readProviders(config, environment, config.production);
  config.providers = identity.providers;
  const problems = [
    ...validateSync(config).map(
      (error) => `${error.property}: ${Object.values(error.constraints ?? {}).join(', ')}`,
    ),
    ...identity.problems,
    ...productionProblems(config, given),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function productionProblems(config: Config, given: Record<string, unknown>): string[] {
  if (!config.production) return [];
  const problems: string[] = [];
  if (config.DEMO) problems.push('DEMO: the demo signs anybody in and must not run in production');
  for (const name of ['BASE_URL', 'SMTP_URL', 'MAIL_FROM'] as const) {
    if (!given[name]) problems.push(`${name}: required in production`);
  }
  if (given.BASE_URL && !config.https) problems.push('BASE_URL: must begin with https:// in production');
  return problems;
}
