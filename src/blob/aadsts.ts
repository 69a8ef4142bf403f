/** Why Entra ID gave no token, and what to do about it. */
interface Advice {
  readonly reason: string;
  /** @param login the command that signs in anew, e.g. `az login` */
  readonly fix: (login: string) => string;
}

const again = (login: string) => login;
const compare = () =>
  'compare issuer, subject and audience with those of the job (az identity federated-credential list)';
const askAdministrator = () => 'ask who looks after the tenant';

const expired: Advice = { reason: 'the session has expired or was revoked', fix: again };
const needsMfa: Advice = { reason: 'the tenant asks for multi-factor authentication', fix: again };
const policy: Advice = {
  reason: 'a conditional access policy of the tenant refuses this machine, network or way to sign in',
  fix: askAdministrator,
};
const noMatch: Advice = {
  reason: "no federated credential of the identity matches this job's token",
  fix: compare,
};
const secret: Advice = {
  reason: 'the client secret or certificate is wrong or has expired',
  fix: () => 'put a new one into AZURE_CLIENT_SECRET (AZURE_CLIENT_CERTIFICATE_PATH), or sign in without one',
};
const unknownApplication: Advice = {
  reason: 'the tenant knows no such application',
  fix: () => 'check AZURE_CLIENT_ID, AZURE_TENANT_ID and, in a sovereign cloud, AZURE_AUTHORITY_HOST',
};
const unknownTenant: Advice = {
  reason: 'there is no such tenant',
  fix: () => 'check AZURE_TENANT_ID and, in a sovereign cloud, AZURE_AUTHORITY_HOST (az cloud set)',
};
const stranger: Advice = {
  reason: 'this user does not exist in the tenant',
  fix: (login) => `${login} as another user, or have this one invited as a guest`,
};
const disabled: Advice = {
  reason: 'the user or the application is disabled or locked',
  fix: askAdministrator,
};
const noConsent: Advice = {
  reason: 'the tenant has not allowed this application to ask for tokens of Azure Storage',
  fix: askAdministrator,
};
const password: Advice = { reason: 'the user or password is wrong or has expired', fix: again };
const busy: Advice = { reason: 'Entra ID is busy', fix: () => 'run it again' };
const noTenant: Advice = {
  reason: 'nothing names the tenant that is to be signed in to',
  fix: (login) => `set AZURE_TENANT_ID to its id (not to "common"), or ${login} with --tenant`,
};
const otherCloud: Advice = {
  reason: 'the tenant belongs to another cloud',
  fix: () => 'set AZURE_AUTHORITY_HOST to the Entra ID of that cloud (for the Azure CLI: az cloud set)',
};
const otherTenants: Advice = {
  reason: 'a policy of one of the two tenants, or of the network, keeps this identity out of the tenant',
  fix: askAdministrator,
};
const noProof: Advice = {
  reason: 'the application has to prove who it is, and no secret, certificate or token of a job was sent',
  fix: () =>
    'set AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE, or let the application be a public client',
};
const noToken: Advice = {
  reason: "what was sent as the job's token is none, or not one that can be read",
  fix: () => 'see what the step that makes the token has written (AZURE_FEDERATED_TOKEN_FILE)',
};
const notApplication: Advice = {
  reason: 'the application is a public client, which may have neither a secret nor a certificate',
  fix: () => 'take AZURE_CLIENT_SECRET away, or name another application in AZURE_CLIENT_ID',
};
const malformed: Advice = {
  reason: 'something is missing in the sign-in, or written wrongly',
  fix: () => 'check AZURE_CLIENT_ID and AZURE_TENANT_ID',
};

/**
 * Codes of learn.microsoft.com/entra/identity-platform/reference-error-codes; those that it lacks, such as 500121 and the
 * ones of federated credentials, are of login.microsoftonline.com/error. They choose a sentence and nothing else: the page
 * warns that they change.
 */
const byCode: Readonly<Record<string, Advice>> = {
  ...all(expired, '50013', '500133', '50058', '50085', '50089', '50132', '50133', '50139', '50173'),
  ...all(expired, '70000', '70008', '70043', '70044', '700020', '700081', '700082', '700084'),
  ...all(needsMfa, '50072', '50074', '50076', '50078', '50079', '500121'),
  ...all(policy, '50005', '50097', '50129', '50131', '50155', '50158', '50187', '53000', '53001', '53002'),
  ...all(policy, '53003', '53004', '53010', '53011', '530003', '530032', '530034', '530035', '135011'),
  ...all(otherTenants, '50002', '500021', '500022', '500212', '500213'),
  ...all(noMatch, '70021', '70025', '700211', '700212', '700213', '700223', '7002138'),
  ...all(noToken, '50027', '700229', '900384'),
  ...all(secret, '50012', '50017', '70002', '700027', '700030', '7000215', '7000222'),
  ...all(noProof, '7000218'),
  ...all(notApplication, '700025'),
  ...all(unknownApplication, '700011', '700016'),
  ...all(unknownTenant, '50049', '90002', '900021', '900023'),
  ...all(noTenant, '50059', '50128', '50194', '90019', '90124', '90130', '9001023'),
  ...all(otherCloud, '90038', '900382', '900432', '1000104'),
  ...all(stranger, '16000', '16003', '50014', '50020', '500208', '50034', '51004', '90072'),
  ...all(disabled, '50053', '50057', '70001', '1000031', '7000112'),
  ...all(noConsent, '50001', '50105', '65001', '65002', '500011', '650052', '650056', '650057'),
  ...all(noConsent, '90008', '90094', '90095', '90099'),
  ...all(password, '50055', '50056', '50064', '50125', '50126', '50135', '50144'),
  ...all(malformed, '90013', '90014', '900144', '90100', '9002313'),
  ...all(busy, '50033', '50087', '50088', '50196', '80002'),
  ...all(busy, '90006', '90012', '90024', '90033', '90055', '90090'),
  '700024': {
    reason: 'the job signed in longer ago than the token of its CI is valid',
    fix: () => 'sign in (azure/login) right before the step that runs nx',
  },
};

function all(advice: Advice, ...codes: readonly string[]): Record<string, Advice> {
  return Object.fromEntries(codes.map((code) => [code, advice]));
}

/** The first code in a text of Entra ID, e.g. `700016` of `AADSTS700016: Application with …`. */
export const findCode = (text: string) => /\bAADSTS(\d{4,9})\b/.exec(text)?.[1];

/** The sentence for a code, without a word of the text that had it: that may quote what was sent. */
export function explainCode(code: string, login: string): string {
  const { reason, fix } = byCode[code] ?? {
    reason: 'it refused the sign-in',
    fix: () => `${login}, or look the code up at https://login.microsoftonline.com/error?code=${code}`,
  };
  return `Entra ID gave no token: ${reason}; ${fix(login)} (AADSTS${code})`;
}
