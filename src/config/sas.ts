/** What a SAS says of itself. What it leaves out, an access policy of the container says, or nothing limits it. */
export interface Sas {
  /** `sp`, letters */
  readonly permissions: string | undefined;
  /** `st` */
  readonly starts: Date | undefined;
  /** `se` */
  readonly expires: Date | undefined;
  /** `sip`, an address or a range */
  readonly addresses: string | undefined;
  /** `spr`, e.g. `https` */
  readonly protocol: string | undefined;
  /** `sv`, e.g. `2023-11-03` */
  readonly version: string | undefined;
  /** `sr`, e.g. `c` for a container */
  readonly resource: string | undefined;
  /** `srt` of one for an account, e.g. `co` for containers and blobs */
  readonly resourceTypes: string | undefined;
}

/**
 * Reads a SAS (learn.microsoft.com/rest/api/storageservices/create-service-sas and …/create-account-sas).
 *
 * @param token e.g. `sv=2023-11-03&sp=r&se=2025-12-01T00%3A00%3A00Z&sr=c&sig=…`
 */
export function parseSas(token: string): Sas {
  const fields = new URLSearchParams(token);
  const field = (name: string) => fields.get(name) ?? undefined;
  return {
    permissions: field('sp'),
    starts: toDate(field('st')),
    expires: toDate(field('se')),
    addresses: field('sip'),
    protocol: field('spr'),
    version: field('sv'),
    resource: field('sr'),
    resourceTypes: field('srt'),
  };
}

function toDate(text = ''): Date | undefined {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Why a text cannot be a SAS for blobs, as a ConfigIssue says what was given; undefined for one that can. */
export function sasProblem(text: string): string | undefined {
  const token = text.replace(/^\?/, '');
  const misread = forms.find(([form]) => form.test(token));
  if (misread) return misread[1];
  const fields = new URLSearchParams(token);
  const signature = fields.get('sig');
  if (signature === null) return 'one without a signature (sig=…)';
  if (!isSignature(signature)) return 'one whose signature (sig) is cut or changed';
  return isForBlobs(fields) ? undefined : 'one for another service than blobs';
}

const forms: readonly (readonly [RegExp, string])[] = [
  [/^["'`]|["'`]$/, 'one in quotes'],
  [/^https?:/i, 'a whole URL'],
  [/(^|;)(AccountKey|AccountName|SharedAccessSignature|BlobEndpoint)=/i, 'a connection string'],
  [/\s/, 'one with a space or a line break in it'],
  [/\?/, 'one with a "?" in it'],
  [/&amp;/, 'one with "&amp;" for "&"'],
];

/** 32 bytes of HMAC-SHA256. A plus that was not escaped has become a space. */
const isSignature = (text: string) => /^[A-Za-z0-9+/]{43}=$/.test(text.replaceAll(' ', '+'));

/** `ss` has the services of an account's SAS; `f` and `s` are files and shares, `tn` names a table. */
function isForBlobs(fields: URLSearchParams): boolean {
  const services = fields.get('ss');
  const isOther = fields.has('tn') || /^[fs]$/.test(fields.get('sr') ?? '');
  return services === null ? !isOther : services.includes('b');
}
