import * as v from 'valibot';

import { containerNameRule, isContainerName } from './container-name.js';
import { isLoopback } from './emulator.js';
import { licenseSchema } from './license-schema.js';
import { modeNames } from './mode.js';
import { trustSchema } from './trust-schema.js';

/** Each entry's message is what is expected there, as a ConfigIssue shows it. */
const text = (expected: string, ok: (value: string) => boolean) =>
  v.optional(v.pipe(v.string(expected), v.check(ok, expected)));

const mode = v.optional(v.picklist(modeNames, `one of ${modeNames.join(', ')}`));

/**
 * The `azure` key of nx.json, with the environment's values already in their places. Unknown keys are for the caller to
 * refuse: valibot's `strictObject` names only the first of them.
 */
export const azureSchema = v.object({
  container: text(containerNameRule, isContainerName),
  accountName: text('a storage account name: 3 to 24 lowercase letters and digits', (value) =>
    /^[a-z0-9]{3,24}$/.test(value),
  ),
  endpoint: text('the URL of a blob service without query: https, or http to this machine', isEndpoint),
  prefix: text(
    'segments of letters, digits, ".", "_" and "-" joined by "/", none with "." at its end, 200 characters at most',
    isPrefix,
  ),
  localMode: mode,
  ciMode: mode,
  trust: v.optional(trustSchema),
  recordRuns: v.optional(v.boolean('true or false')),
  /** The former name of `recordRuns`. */
  runs: v.optional(v.boolean('true or false')),
  license: v.optional(licenseSchema),
});

export type AzureSettings = v.InferOutput<typeof azureSchema>;

function isEndpoint(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const plain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}

/** Some clients cut a dot off at the end of a segment (learn.microsoft.com/rest/api/storageservices, "Naming … blobs"). */
function isPrefix(value: string): boolean {
  return value.length <= 200 && value.split('/').every((part) => /^[\w.-]*[\w-]$/.test(part));
}
