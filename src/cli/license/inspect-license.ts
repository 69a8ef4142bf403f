import type { LicenseTerms } from '../../config/resolve-config.js';
import { LicenseError, type LicenseProblem } from '../../errors.js';
import { adviseOnExpiry } from '../../license/license.js';
import { findLicense } from '../../license/find-license.js';
import type { License } from '../../license/license.js';
import type { LicenseSource } from '../../license/find-license.js';
import { peekLicense } from '../../license/license.js';

/** What is to be said of a license. */
export interface Inspection {
  /** null: nx.json asks for none, so that there is no key to verify it by */
  readonly valid: boolean | null;
  readonly problem: LicenseProblem | null;
  readonly detail: string;
  /** where it is; null: there is none */
  readonly source: string | null;
  /** what it says, true or not; null: it says nothing that can be read */
  readonly license: License | null;
}

/** Looks at the license that counts, else at the first one that is there. */
export async function inspectLicense(
  sources: readonly LicenseSource[],
  terms: LicenseTerms | undefined,
  now: Date,
): Promise<Inspection> {
  if (!terms) return { valid: null, problem: null, detail: off, ...lookAtFirst(sources) };
  try {
    const found = await findLicense(sources, terms, now);
    const detail = `the license from ${found.source} ${adviseOnExpiry(found.license, now) ?? counts}`;
    return { valid: true, problem: null, detail, ...found };
  } catch (error) {
    if (!(error instanceof LicenseError)) throw error;
    return { valid: false, problem: error.problem, detail: error.message, ...lookAtFirst(sources) };
  }
}

const counts = 'counts in this workspace';
const off = 'nobody needs one here: nx.json has no azure.license, and so no key to verify it by';

function lookAtFirst(sources: readonly LicenseSource[]): Pick<Inspection, 'source' | 'license'> {
  for (const { name, read } of sources) {
    const text = readQuietly(read);
    if (text !== undefined) return { source: name, license: peekLicense(text) ?? null };
  }
  return { source: null, license: null };
}

/** What cannot be read has been told, where it matters. */
function readQuietly(read: LicenseSource['read']): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
