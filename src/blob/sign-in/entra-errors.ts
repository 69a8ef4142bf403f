/** What an error code of Entra ID (AADSTS) means. Plain data, from which docs/troubleshooting.md is generated. */
export interface EntraRule {
  readonly codes: readonly number[];
  readonly reason: string;
  /** `{login}` is how to sign in again with the tool in use, e.g. `run az login` */
  readonly advice: string;
}

const askAdministrator = 'ask the administrator of the tenant';

/**
 * Codes of learn.microsoft.com/entra/identity-platform/reference-error-codes; those that it lacks, such as 500121 and the
 * ones of federated credentials, are from login.microsoftonline.com/error. They choose a sentence and nothing else: the page
 * warns that they change.
 */
export const entraErrors: readonly EntraRule[] = [
  {
    codes: [
      50013, 500133, 50058, 50085, 50089, 50132, 50133, 50139, 50173, 70000, 70008, 70043, 70044, 700020,
      700081, 700082, 700084,
    ],
    reason: 'the session has expired or was revoked',
    advice: '{login}',
  },
  {
    codes: [700024],
    reason: 'the job signed in longer ago than the token of its CI is valid',
    advice: 'sign in (azure/login) right before the step that runs nx',
  },
  {
    codes: [50072, 50074, 50076, 50078, 50079, 500121],
    reason: 'the tenant requires multi-factor authentication',
    advice: '{login}',
  },
  {
    codes: [
      50005, 50097, 50129, 50131, 50155, 50158, 50187, 53000, 53001, 53002, 53003, 53004, 53010, 53011,
      530003, 530032, 530034, 530035, 135011,
    ],
    reason: 'a conditional access policy of the tenant refuses this machine, network or way to sign in',
    advice: askAdministrator,
  },
  {
    codes: [50002, 500021, 500022, 500212, 500213],
    reason: 'a policy of one of the two tenants, or of the network, keeps this identity out of the tenant',
    advice: askAdministrator,
  },
  {
    codes: [70021, 70025, 700211, 700212, 700213, 700223, 7002138],
    reason: "no federated credential of the identity matches this job's token",
    advice:
      'compare issuer, subject and audience with those of the job (az identity federated-credential list)',
  },
  {
    codes: [50027, 700229, 900384],
    reason: 'the token of the job is invalid',
    advice: 'check what the step that creates the token has written (AZURE_FEDERATED_TOKEN_FILE)',
  },
  {
    codes: [50012, 50017, 70002, 700027, 700030, 7000215, 7000222],
    reason: 'the client secret or certificate is wrong or has expired',
    advice: 'set AZURE_CLIENT_SECRET (AZURE_CLIENT_CERTIFICATE_PATH) to a new one, or sign in without one',
  },
  {
    codes: [7000218],
    reason: 'the application must prove its identity, and no secret, certificate or token of a job was sent',
    advice:
      'set AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE, or make the application a public client',
  },
  {
    codes: [700025],
    reason: 'the application is a public client, which cannot have a secret or a certificate',
    advice: 'unset AZURE_CLIENT_SECRET, or name another application in AZURE_CLIENT_ID',
  },
  {
    codes: [700011, 700016],
    reason: 'the tenant has no such application',
    advice: 'check AZURE_CLIENT_ID, AZURE_TENANT_ID and, in a sovereign cloud, AZURE_AUTHORITY_HOST',
  },
  {
    codes: [50049, 90002, 900021, 900023],
    reason: 'there is no such tenant',
    advice: 'check AZURE_TENANT_ID and, in a sovereign cloud, AZURE_AUTHORITY_HOST (az cloud set)',
  },
  {
    codes: [50059, 50128, 50194, 90019, 90124, 90130, 9001023],
    reason: 'the tenant to sign in to is unknown',
    advice: 'set AZURE_TENANT_ID to its id (not to "common"), or {login} with --tenant',
  },
  {
    codes: [90038, 900382, 900432, 1000104],
    reason: 'the tenant belongs to another cloud',
    advice: 'set AZURE_AUTHORITY_HOST to the Entra ID of that cloud (for the Azure CLI: az cloud set)',
  },
  {
    codes: [16000, 16003, 50014, 50020, 500208, 50034, 51004, 90072],
    reason: 'this user does not exist in the tenant',
    advice: '{login} as another user, or have this one invited as a guest',
  },
  {
    codes: [50053, 50057, 70001, 1000031, 7000112],
    reason: 'the user or the application is disabled or locked',
    advice: askAdministrator,
  },
  {
    codes: [50001, 50105, 65001, 65002, 500011, 650052, 650056, 650057, 90008, 90094, 90095, 90099],
    reason: 'the tenant has not allowed this application to request tokens for Azure Storage',
    advice: askAdministrator,
  },
  {
    codes: [50055, 50056, 50064, 50125, 50126, 50135, 50144],
    reason: 'the user or password is wrong or has expired',
    advice: '{login}',
  },
  {
    codes: [90013, 90014, 900144, 90100, 9002313],
    reason: 'the sign-in request is incomplete or malformed',
    advice: 'check AZURE_CLIENT_ID and AZURE_TENANT_ID',
  },
  {
    codes: [50033, 50087, 50088, 50196, 80002, 90006, 90012, 90024, 90033, 90055, 90090],
    reason: 'Entra ID is busy',
    advice: 'run it again',
  },
];

/** The first code in a text of Entra ID, e.g. `700016` of `AADSTS700016: Application with …`. */
export const findCode = (text: string) => /\bAADSTS(\d{4,9})\b/.exec(text)?.[1];

/**
 * The sentence for a code. It repeats nothing of the text that had it, which may quote what was sent.
 *
 * @param login e.g. `run az login`
 */
export function explainCode(code: string, login: string): string {
  const { reason, advice } = entraErrors.find(({ codes }) => codes.includes(Number(code))) ?? {
    reason: 'it refused the sign-in',
    advice: `{login}, or look the code up at https://login.microsoftonline.com/error?code=${code}`,
  };
  return `Entra ID gave no token: ${reason}; ${advice.replace('{login}', login)} (AADSTS${code})`;
}
