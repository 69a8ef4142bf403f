import * as v from 'valibot';

import { isLoopback } from './emulator.js';
import { keyTextPattern } from './key-text.js';
import { modeNames } from './mode.js';

/*
 * The one schema of the `azure` key of nx.json. `npm run build` generates schemas/nx-json.schema.json from it, by which
 * editors complete and check nx.json: each rule that is a pattern or a length holds there, too.
 *
 * Each message is what is expected there, as a ConfigIssue shows it. Unknown keys are for `resolveConfig` to refuse:
 * valibot's `strictObject` names only the first of them.
 */

const containerRule = 'a container name: 3 to 63 lowercase letters, digits and single hyphens';
const containerName = v.pipe(
  v.string(containerRule),
  v.minLength(3, containerRule),
  v.maxLength(63, containerRule),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, containerRule),
);

const accountRule = 'a storage account name: 3 to 24 lowercase letters and digits';
const endpointRule = 'the URL of a blob service without query: https, or http to this machine';
/** The other endpoints of a storage account, such as `https://acme.dfs.core.windows.net`, do not speak Blob Storage. */
const endpointPattern = new RegExp(
  String.raw`^(?!https://[^/]*\.(dfs|file|queue|table|web)\.(core\.(windows|usgovcloudapi|chinacloudapi)|storage\.azure)\.)` +
    String.raw`(https://[^/?#@\s]+|http://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)(/[^?#\s]*)?$`,
);
const prefixRule =
  'segments of letters, digits, ".", "_" and "-" joined by "/", none with "." at its end, 200 characters at most';
const mode = v.picklist(modeNames, `one of ${modeNames.join(', ')}`);
const flag = v.boolean('true or false');

/** A public key as text, made by the command. */
function publicKeyBy(command: string) {
  const rule = `"<key id>:<base64 of 32 bytes>", as nx-azure-cache ${command} makes it`;
  return { rule, schema: v.pipe(v.string(rule), v.regex(keyTextPattern, rule)) };
}

const branchesRule = 'at least one branch, e.g. ["main", "release/*"]';
const branchRule = 'the name of a branch, with * within a segment and ** across segments';
/** What git allows in a branch's name, and the star: any other pattern would never match. */
const branchPattern = /^(?!refs\/|\/)(?!.*\/\/)(?!.*\/$)[^\s~^:?[\]\\]+$/;
const { rule: publicKeyRule, schema: publicKey } = publicKeyBy('keygen');

/** The `trust` key. */
export const trustSchema = v.looseObject(
  {
    branches: v.pipe(
      v.array(v.pipe(v.string(branchRule), v.regex(branchPattern, branchRule)), branchesRule),
      v.minLength(1, branchesRule),
      v.description(
        'The branches whose builds are trusted; * stands for a part of a segment, ** for any segments.',
      ),
      v.examples([['main'], ['main', 'release/*']]),
    ),
    untrustedContainer: v.optional(
      v.pipe(
        containerName,
        v.description('The container that untrusted runs write to; by default the same one.'),
        v.examples(['nx-cache-untrusted']),
      ),
    ),
    publicKeys: v.optional(
      v.pipe(
        v.array(publicKey, `a list of ${publicKeyRule}`),
        v.description(
          'Trusted artifacts must be signed with one of these, as nx-azure-cache keygen makes them.',
        ),
      ),
    ),
  },
  // The object reports a required key that is missing.
  ({ expected }) => (expected === '"branches"' ? branchesRule : 'an object with the key branches'),
);

export type TrustSettings = v.InferOutput<typeof trustSchema>;

/** The `expected` of a ConfigIssue for the name of an organization. */
export const organizationRule = 'the name of an organization, 100 characters at most';
/** Something that prints, without space around it. */
const organizationPattern = /^(?!\s)(?!.*\s$)\P{C}{1,100}$/u;

/** Whether a text can name an organization. */
export const isOrganization = (value: string): boolean => organizationPattern.test(value);

const { rule: licenseKeyRule, schema: licenseKey } = publicKeyBy('license keygen');

/** The `license` key. */
export const licenseSchema = v.looseObject(
  {
    publicKey: v.pipe(
      licenseKey,
      v.description('A license must be signed with this key, as nx-azure-cache license keygen makes it.'),
    ),
    organization: v.optional(
      v.pipe(
        v.string(organizationRule),
        v.regex(organizationPattern, organizationRule),
        v.description('The only organization whose license counts; by default any that the key has signed.'),
        v.examples(['Acme']),
      ),
    ),
  },
  ({ expected }) => (expected === '"publicKey"' ? licenseKeyRule : 'an object with the key publicKey'),
);

/** The `azure` key, with the values of the environment already in their places. */
export const azureSchema = v.object({
  container: v.optional(
    v.pipe(
      containerName,
      v.description('The container of the cache; it must exist.'),
      v.examples(['nx-cache']),
    ),
  ),
  accountName: v.optional(
    v.pipe(
      v.string(accountRule),
      v.regex(/^[a-z0-9]{3,24}$/, accountRule),
      v.description('The storage account: 3 to 24 lowercase letters and digits.'),
    ),
  ),
  endpoint: v.optional(
    v.pipe(
      v.string(endpointRule),
      v.regex(endpointPattern, endpointRule),
      v.check(isEndpoint, endpointRule),
      v.description(
        'The URL of the blob service, for sovereign clouds and private endpoints: https, or http to this machine. Default: https://<accountName>.blob.core.windows.net',
      ),
    ),
  ),
  prefix: v.optional(
    v.pipe(
      v.string(prefixRule),
      v.maxLength(200, prefixRule),
      // Some clients cut a dot off at the end of a segment (learn.microsoft.com/rest/api/storageservices, "Naming … blobs").
      v.regex(/^[\w.-]*[\w-](\/[\w.-]*[\w-])*$/, prefixRule),
      v.description('Put before every blob name, so that workspaces can share a container.'),
    ),
  ),
  localMode: v.optional(
    v.pipe(
      mode,
      v.description('What runs outside of CI may do. NX_POWERPACK_CACHE_MODE wins over it.'),
      v.metadata({ default: 'read-write' }),
    ),
  ),
  ciMode: v.optional(
    v.pipe(
      mode,
      v.description('What runs in CI may do. NX_POWERPACK_CACHE_MODE wins over it.'),
      v.metadata({ default: 'read-write' }),
    ),
  ),
  trust: v.optional(
    v.pipe(
      trustSchema,
      v.description('Which runs may write what others restore. Without it all runs share one scope.'),
    ),
  ),
  recordRuns: v.optional(
    v.pipe(
      flag,
      v.description(
        'Whether each run leaves a record of itself in the container, for nx-azure-cache stats --runs.',
      ),
      v.metadata({ default: false }),
    ),
  ),
  runs: v.optional(
    v.pipe(flag, v.description('The former name of recordRuns.'), v.metadata({ deprecated: true })),
  ),
  license: v.optional(
    v.pipe(licenseSchema, v.description('Who may share the cache. Without it no license is needed.')),
  ),
});

export type AzureSettings = v.InferOutput<typeof azureSchema>;

function isEndpoint(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const plain = url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  return plain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}
