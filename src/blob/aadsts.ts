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
const noTenant: Advice = {
  reason: 'the sign-in names no tenant that it knows',
  fix: (login) => `set AZURE_TENANT_ID, or ${login} with --tenant`,
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
const tooOld: Advice = {
  reason: 'the job signed in longer ago than the token of its CI is valid',
  fix: () => 'sign in (azure/login) right before the step that runs nx',
};
const busy: Advice = { reason: 'Entra ID is busy', fix: () => 'run it again' };

/**
 * Codes of learn.microsoft.com/entra/identity-platform/reference-error-codes. They choose a sentence and nothing else: the
 * page warns that they change.
 */
const byCode: Readonly<Record<string, Advice>> = {
  ...all(
    expired,
    '50173',
    '50132',
    '50133',
    '70008',
    '70043',
    '70044',
    '700081',
    '700082',
    '700084',
    '50058',
    '50089',
  ),
  ...all(needsMfa, '50072', '50074', '50076', '50078', '50079', '500121'),
  ...all(policy, '50097', '50131', '50158', '53000', '53001', '53002', '53003', '53004', '530003', '530032'),
  ...all(noMatch, '70021', '70025', '700211', '700212', '700213', '700223', '7002138'),
  ...all(secret, '700027', '7000215', '7000222'),
  ...all(unknownApplication, '700016', '7000229'),
  ...all(unknownTenant, '90002', '900021', '900023'),
  ...all(noTenant, '50059', '50128'),
  ...all(stranger, '50020', '50034', '90072'),
  ...all(disabled, '50053', '50057', '7000112'),
  ...all(noConsent, '50105', '65001', '500011'),
  ...all(password, '50055', '50126', '50144'),
  ...all(busy, '90033'),
  ...all(tooOld, '700024', '500133'),
  '7000218': {
    reason: 'the application has to prove itself with a secret, a certificate or a token of its CI',
    fix: () => 'set AZURE_CLIENT_SECRET or AZURE_FEDERATED_TOKEN_FILE, or sign in with azure/login',
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
