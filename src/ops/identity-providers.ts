import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
  type ValidationError,
  validateSync,
} from 'class-validator';
import { parse } from 'yaml';

/** A role that a provider gives to those of whom it says something. */
export class ProviderRole {
  /** Name of the claim; a dot leads into an object: `realm_access.roles`. */
  @IsString()
  @Matches(/^[^.\s]+(\.[^.\s]+)*$/, { message: 'must be the name of a claim, dots between nested names' })
  claim: string;

  /** The claim is this text, or a list that has it. */
  @IsString()
  @IsNotEmpty()
  value: string;

  @IsIn(['garant', 'deputy', 'staff', 'admin'])
  role: 'garant' | 'deputy' | 'staff' | 'admin';

  /** For garant and deputy: uid of a person of the content, or else `point`. */
  @IsOptional()
  @Matches(/^[^\s/]{1,120}$/, { message: 'must be the uid of a person' })
  person?: string;

  @IsOptional()
  @Matches(/^[^\s/]+\/[^\s/]+$/, { message: 'must be PROGRAMME/POINT' })
  point?: string;
}

class ProviderName {
  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  cs: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(60)
  en: string;
}

/** An OpenID provider with which people can sign in. */
export class IdentityProvider {
  /** Names it in addresses and in the database. */
  @Matches(/^[a-z][a-z0-9-]{0,39}$/, {
    message: 'must be lower-case letters, digits and hyphens, at most 40',
  })
  key: string;

  @IsObject()
  @ValidateNested()
  @Type(() => ProviderName)
  name: ProviderName;

  @IsString()
  @MaxLength(300)
  issuer: string;

  @IsString()
  @IsNotEmpty()
  clientId: string;

  @IsString()
  @IsNotEmpty({
    message: 'is missing: give clientSecret, or clientSecretEnv with the name of a variable that is set',
  })
  clientSecret: string;

  @Matches(/(^| )openid( |$)/, { message: 'must have openid among its words' })
  scope = 'openid email profile';

  /** Whether an address that it calls verified may lead to the account which has that address. */
  @IsBoolean()
  trustsEmail = false;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ProviderRole)
  roles: ProviderRole[] = [];

  /** Whether it may stand in a private network, or on this machine. */
  @IsBoolean()
  allowPrivateAddress = false;
}

/** What was read, or what is wrong with it, a line each. */
export interface ReadProviders {
  providers: IdentityProvider[];
  problems: string[];
}

/** Where providers are set: three variables for one, or a file for any number. */
export interface ProviderSettings {
  OIDC_ISSUER?: string;
  OIDC_CLIENT_ID?: string;
  OIDC_CLIENT_SECRET?: string;
  OIDC_PROVIDERS?: string;
}

/** Reads the providers that are set; secrets named by `clientSecretEnv` come from `environment`. */
export function readProviders(
  settings: ProviderSettings,
  environment: NodeJS.ProcessEnv,
  production: boolean,
): ReadProviders {
  const single = singleProvider(settings);
  const listed = settings.OIDC_PROVIDERS ? fromFile(settings.OIDC_PROVIDERS, environment) : nothing();
  const read = [single, listed];
  const providers = read.flatMap((some) => some.providers);
  const problems = read.flatMap((some) => some.problems);
  const keys = providers.map(({ key }) => key);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice) problems.push(`OIDC_PROVIDERS: the key ${twice} is given twice`);
  for (const { key, issuer } of providers) {
    if (production && issuer.startsWith('http:'))
      problems.push(`OIDC provider ${key}: issuer must begin with https:// in production`);
  }
  return { providers, problems };
}

function singleProvider(settings: ProviderSettings): ReadProviders {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings;
  if (!issuer && !clientId && !clientSecret) return nothing();
  const missing = (['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const).filter(
    (name) => !settings[name],
  );
  if (missing.length > 0)
    return {
      providers: [],
      problems: missing.map((name) => `${name}: required beside the other OIDC variables`),
    };
  const host = hostOf(issuer);
  const provider = { key: 'oidc', name: { cs: host, en: host }, issuer, clientId, clientSecret };
  return checked(provider, (field) => (field === 'issuer' ? 'OIDC_ISSUER' : `OIDC_ISSUER (${field})`));
}

function fromFile(file: string, environment: NodeJS.ProcessEnv): ReadProviders {
  const where = `OIDC_PROVIDERS: ${file}`;
  let listed: unknown;
  try {
    listed = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 });
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split('\n', 1) : [];
    return { providers: [], problems: [`${where}: cannot be read: ${reason}`] };
  }
  if (!Array.isArray(listed)) return { providers: [], problems: [`${where}: must be a list of providers`] };
  const read = listed.map((entry: unknown, place) =>
    checked(withSecret(entry, environment), (field) => `${where}: ${place + 1}. provider: ${field}`),
  );
  return {
    providers: read.flatMap(({ providers }) => providers),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function withSecret(entry: unknown, environment: NodeJS.ProcessEnv): unknown {
  if (typeof entry !== 'object' || entry === null || !('clientSecretEnv' in entry)) return entry;
  const { clientSecretEnv, ...rest } = entry;
  return { ...rest, clientSecret: environment[String(clientSecretEnv)] ?? '' };
}

function checked(entry: unknown, where: (field: string) => string): ReadProviders {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    return { providers: [], problems: [where('must be a mapping with key, name, issuer and so on')] };
  const provider = plainToInstance(IdentityProvider, entry, { exposeDefaultValues: true });
  const errors = validateSync(provider, { whitelist: true, forbidNonWhitelisted: true });
  const problems = errors
    .flatMap((error) => lines(error))
    .map(([field, reason]) => `${where(field)}: ${reason}`);
  if (problems.length > 0) return { providers: [], problems };
  const issuer = issuerProblem(provider.issuer);
  if (issuer) return { providers: [], problems: [`${where('issuer')}: ${issuer}`] };
  const scopes = provider.roles.flatMap((role, place) => {
    const problem = scopeProblem(role);
    return problem ? `${where(`roles.${place}`)}: ${problem}` : [];
  });
  return scopes.length > 0 ? { providers: [], problems: scopes } : { providers: [provider], problems: [] };
}

/** Fields with what is wrong, nested ones with dots between their names. */
function lines(error: ValidationError, before = ''): [field: string, reason: string][] {
  const field = `${before}${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((reason): [string, string] => [field, reason]);
  return [...own, ...(error.children ?? []).flatMap((child) => lines(child, `${field}.`))];
}

function issuerProblem(issuer: string): string | null {
  if (!URL.canParse(issuer)) return 'must be an address';
  const { protocol, search, hash, username } = new URL(issuer);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https://';
  return search || hash || username ? 'must be an address without user, query and fragment' : null;
}

function scopeProblem({ role, person, point }: ProviderRole): string | null {
  const given = [person, point].filter((scope) => scope !== undefined).length;
  if (role === 'staff' || role === 'admin')
    return given > 0 ? `${role} covers everything: leave person and point out` : null;
  return given === 1 ? null : `${role} needs either person or point`;
}

function hostOf(issuer = ''): string {
  return URL.canParse(issuer) ? new URL(issuer).hostname : issuer;
}

function nothing(): ReadProviders {
  return { providers: [], problems: [] };
}
