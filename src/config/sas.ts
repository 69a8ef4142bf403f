/** The limits in a SAS. A missing one is in an access policy of the container, or there is no such limit. */
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
  // A plus that was not escaped, as in `+01:00`, has become a space.
  const field = (name: string) => fields.get(name)?.replaceAll(' ', '+') ?? undefined;
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

/** One of the forms of ISO 8601 that Azure takes, in UTC (…/formatting-datetime-values); undefined for anything else. */
export function toDate(text = ''): Date | undefined {
  const parts = isoDate.exec(text);
  if (!parts) return undefined;
  const [, time, zone] = parts;
  const date = new Date(time !== undefined && zone === undefined ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** A day, or a day and its time, with or without a zone. */
const isoDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
