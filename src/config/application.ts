import { readVariable, type Environment } from './environment.js';

/** The application that signs in, by the environment. Holds no secret. */
export interface ApplicationVariables {
  /** what is wrong with the variables, and how to fix it: `@azure/identity` ignores such variables silently */
  readonly flaw: string | undefined;
  /** whether an application can sign in with them */
  readonly application: boolean;
  /** variable → the file with the token or the certificate of the application */
  readonly files: Readonly<Record<string, string>>;
  /**
   * Which variables the credential of `AZURE_TOKEN_CREDENTIALS` lacks, as a clause. Not a flaw: the same happens in the
   * pull request of a fork, which gets no secrets.
   */
  readonly notGiven: string | undefined;
}

/** Reads the variables of an application that the credentials in `AZURE_TOKEN_CREDENTIALS` read. */
export function readApplication(env: Environment): ApplicationVariables {
  const read = proofs.filter((proof) => isRead(env, proof));
  const found = read.filter((proof) => isMeant(env, proof));
  const whole = found.filter(({ needs }) => needs.every((name) => isSet(env, name)));
  const half = whole.length > 0 ? undefined : found[0];
  const gap = whole.length > 0 ? undefined : findGap(env);
  return {
    flaw: (read.length > 0 ? malformed(env) : undefined) ?? (half && halfSet(env, half)) ?? gap?.mistake,
    application: whole.length > 0,
    notGiven: gap?.clause,
    files: Object.fromEntries(
      whole
        .filter(({ name }) => /_(FILE|PATH)$/.test(name))
        .map(({ name }) => [name, readVariable(env, name) ?? '']),
    ),
  };
}

/** `AZURE_TOKEN_CREDENTIALS` in lower case, as `@azure/identity` compares it. */
export const chosenCredential = (env: Environment): string | undefined =>
  readVariable(env, 'AZURE_TOKEN_CREDENTIALS')?.toLowerCase();

interface Proof {
  readonly name: string;
  /** the other variables that it requires */
  readonly needs: readonly string[];
  /** the credential that reads it, as in `AZURE_TOKEN_CREDENTIALS` */
  readonly credential: 'environmentcredential' | 'workloadidentitycredential';
}

const application = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID'];

const ofEnvironment = { credential: 'environmentcredential', needs: application } as const;

/** Proofs of an application's identity. Its ids alone do not count: other tools use them too. */
const proofs: readonly Proof[] = [
  { name: 'AZURE_CLIENT_SECRET', ...ofEnvironment },
  { name: 'AZURE_CLIENT_CERTIFICATE_PATH', ...ofEnvironment },
  { name: 'AZURE_USERNAME', ...ofEnvironment, needs: [...application, 'AZURE_PASSWORD'] },
  { name: 'AZURE_PASSWORD', ...ofEnvironment, needs: [...application, 'AZURE_USERNAME'] },
  { name: 'AZURE_FEDERATED_TOKEN_FILE', credential: 'workloadidentitycredential', needs: application },
];

/** Whether a chosen credential reads a proof (defaultAzureCredential.js of @azure/identity 4.13). */
const isRead = (env: Environment, { credential }: Proof) =>
  ['prod', credential].includes(chosenCredential(env) ?? 'prod');

/** A fork's job also has a token of its CI, but no client id: that is not a mistake. */
const isMeant = (env: Environment, { name }: Proof) =>
  isSet(env, name) && (name !== 'AZURE_FEDERATED_TOKEN_FILE' || isSet(env, 'AZURE_CLIENT_ID'));

const isSet = (env: Environment, name: string) => readVariable(env, name) !== undefined;

function malformed(env: Environment): string | undefined {
  // As checkTenantId of @azure/identity has it.
  if (!/^[\da-zA-Z.-]*$/.test(readVariable(env, 'AZURE_TENANT_ID') ?? ''))
    return 'AZURE_TENANT_ID is not a valid tenant; set it to the ID of the tenant, or to its domain such as contoso.onmicrosoft.com';
  const authority = readVariable(env, 'AZURE_AUTHORITY_HOST');
  if (authority !== undefined && !isHttps(authority))
    return 'AZURE_AUTHORITY_HOST is not an https URL; set it to one, such as https://login.microsoftonline.us, or unset it';
  return undefined;
}

const isHttps = (text: string) => URL.canParse(text) && new URL(text).protocol === 'https:';

function halfSet(env: Environment, { name, needs }: Proof): string {
  const missing = needs.filter((other) => !isSet(env, other));
  return `${name} is set without ${missing.join(' and ')}; set ${missing.length === 1 ? 'it' : 'them'}, or unset ${name}`;
}

/** A credential that `AZURE_TOKEN_CREDENTIALS` may name, and the variable that it needs besides the application's ids. */
const pins = [
  { name: 'EnvironmentCredential', proof: 'AZURE_CLIENT_SECRET', or: ' (or AZURE_CLIENT_CERTIFICATE_PATH)' },
  { name: 'WorkloadIdentityCredential', proof: 'AZURE_FEDERATED_TOKEN_FILE', or: '' },
] as const;

/** What a pinned credential lacks. */
interface Gap {
  /** e.g. `AZURE_TOKEN_CREDENTIALS is "EnvironmentCredential", and AZURE_CLIENT_SECRET is not set` */
  readonly clause: string;
  /** the clause with the advice; undefined where the pull request of a fork looks the same */
  readonly mistake: string | undefined;
}

function findGap(env: Environment): Gap | undefined {
  const pin = pins.find(({ name }) => name.toLowerCase() === chosenCredential(env));
  if (!pin) return undefined;
  const missing = [...application, pin.proof].filter((name) => !isSet(env, name));
  const names = missing.map((name) => (name === pin.proof ? `${name}${pin.or}` : name));
  const verb = missing.length === 1 ? 'is' : 'are';
  const clause = `AZURE_TOKEN_CREDENTIALS is "${pin.name}", and ${list(names)} ${verb} not set`;
  const advice = `set ${missing.length === 1 ? 'it' : 'them'}, or correct AZURE_TOKEN_CREDENTIALS`;
  return { clause, mistake: mayBeFork(env, missing) ? undefined : `${clause}; ${advice}` };
}

/**
 * Whether the same variables are missing in the pull request of a fork, whose workflow file pins the credential all the
 * same. There a CI sets none of them, or hands over an empty or unexpanded value (GitHub Actions, Azure Pipelines). A job of
 * GitLab or Azure Pipelines writes the token file before it knows whether it has a client id.
 */
function mayBeFork(env: Environment, missing: readonly string[]): boolean {
  const hasIds = application.some((name) => isSet(env, name));
  const hasTokenOnly = isSet(env, 'AZURE_FEDERATED_TOKEN_FILE') && !isSet(env, 'AZURE_CLIENT_ID');
  return !hasIds || hasTokenOnly || missing.some((name) => env[name] !== undefined);
}

const list = (names: readonly string[]) =>
  names.length < 3 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
