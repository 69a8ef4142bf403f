import { isIP } from 'node:net';

import { isNamed, misnamed } from './misnamed.js';
import { toDate } from './sas.js';

/**
 * Why a text can never be a SAS for the blobs of a container, as the `given` of a ConfigIssue; undefined if it can be one.
 * Whether it has the permissions and is valid now is for Azure to decide.
 */
export function sasProblem(text: string): string | undefined {
  const token = text.replace(/^\?/, '');
  if (isNamed(token, sasField)) return misnamed;
  const misread = forms.find(([form]) => form.test(token));
  if (misread) return misread[1];
  const fields = new URLSearchParams(token);
  // A plus that was not escaped has become a space.
  const field = (name: string) => fields.get(name)?.replaceAll(' ', '+') ?? undefined;
  return rules.find(([isBroken]) => isBroken(field))?.[1];
}

const forms: readonly (readonly [RegExp, string])[] = [
  [/^["'`]|["'`]$/, 'one in quotes'],
  [/^https?:/i, 'a whole URL'],
  [/(^|;)(AccountKey|AccountName|SharedAccessSignature|BlobEndpoint)=/i, 'a connection string'],
  [/\s/, 'one with a space or a line break in it'],
  [/\?/, 'one with a "?" in it'],
  [/&amp;/, 'one with "&amp;" for "&"'],
];

/** What a SAS may begin with. */
const sasField = /^\??(sv|ss|srt|sr|sp|st|se|si|sip|spr|ses|sdd|skoid|sktid|sig)=/;

/** The value of a field, if the SAS has it. */
type Field = (name: string) => string | undefined;

/**
 * The rules that Azure refuses a SAS by; the first that is broken counts. Which fields each kind needs, and their values: learn.microsoft.com/rest/api/storageservices/create-account-sas (has `ss` and `srt`), …/create-service-sas,
 * …/create-user-delegation-sas (has `skoid`).
 */
const rules: readonly (readonly [isBroken: (field: Field) => boolean, problem: string])[] = [
  [(field) => field('sig') === undefined, 'one without a signature (sig=…)'],
  // Of the URL by which a container is listed: each request would have them.
  [
    (field) => (field('restype') ?? field('comp')) !== undefined,
    'one with parameters of a request (restype, comp) in it',
  ],
  // 32 bytes of HMAC-SHA256
  [
    (field) => !/^[A-Za-z0-9+/]{43}=$/.test(field('sig') ?? ''),
    'one whose signature (sig) is cut or changed',
  ],
  [isForOtherService, 'one for another service than blobs'],
  [(field) => !/^\d{4}-\d{2}-\d{2}$/.test(field('sv') ?? ''), 'one without a version (sv)'],
  [
    (field) => isOfAccount(field) && !(field('ss') && field('srt')),
    'one for an account without its services (ss) or resource types (srt)',
  ],
  [
    (field) => isOfAccount(field) && !field('srt')?.includes('o'),
    'one for an account, but not for blobs (srt without "o")',
  ],
  [
    (field) => field('skoid') !== undefined && !['sktid', 'ske', 'sks', 'skv'].every(field),
    'one of a user delegation without all of its key (sktid, ske, sks, skv)',
  ],
  [
    (field) => !isOfAccount(field) && !/^[cd]$/.test(field('sr') ?? ''),
    'one that is not for a container (sr=c)',
  ],
  [(field) => field('sr') === 'd' && !field('sdd'), 'one for a directory without its depth (sdd)'],
  [(field) => !hasOrPolicy('sp', field), 'one without permissions (sp) or an access policy (si)'],
  [(field) => !hasOrPolicy('se', field), 'one without an end (se) or an access policy (si)'],
  [(field) => isNoDate(field('se')), 'one whose end (se) is no date'],
  [(field) => isNoDate(field('st')), 'one whose start (st) is no date'],
  [endsBeforeItStarts, 'one that ends (se) before it starts (st)'],
  [
    (field) => !/^https(,http)?$/.test(field('spr') ?? 'https'),
    'one whose protocol (spr) is neither "https" nor "https,http"',
  ],
  [
    (field) => !isAddressOrRange(field('sip')),
    'one whose sip is no address, nor a range such as 203.0.113.1-203.0.113.9',
  ],
];

const isOfAccount = (field: Field) => (field('ss') ?? field('srt')) !== undefined;

/**
 * `ss` has the services of an account's SAS, `sks` that of a user delegation; `f` and `s` are files and shares, `tn` names a
 * table. That of a queue has neither `sr` nor `tn`.
 */
function isForOtherService(field: Field): boolean {
  const services = field('ss') ?? field('sks');
  if (services !== undefined && !services.includes('b')) return true;
  return field('tn') !== undefined || /^[fs]$/.test(field('sr') ?? '');
}

/** Only a SAS for a service can leave it to a policy of the container. */
function hasOrPolicy(name: string, field: Field): boolean {
  const mayHavePolicy = !isOfAccount(field) && field('skoid') === undefined;
  return Boolean(field(name) ?? (mayHavePolicy ? field('si') : undefined));
}

const isNoDate = (text: string | undefined) => text !== undefined && toDate(text) === undefined;

function endsBeforeItStarts(field: Field): boolean {
  const [start, end] = [toDate(field('st')), toDate(field('se'))];
  return start !== undefined && end !== undefined && end < start;
}

const isAddressOrRange = (text: string | undefined) =>
  text === undefined || (text.split('-').length <= 2 && text.split('-').every((part) => isIP(part) !== 0));
