import { alias } from '../../config/package-name.js';
import { adviseOnCatalog, adviseOnUnknown } from '../declared-package.js';
import { adviseOnOverrides } from '../overrides.js';
import { ownSpecifier } from '../package-alias.js';
import { findConfigProblems } from './config-problems.js';
import { recordAt } from '../../nx/json.js';
import { removeLegacyCache } from './legacy-cache.js';
import type { Migration } from './migration.js';
import type { Setup } from './setup.js';

const caches = ['@nx/azure-cache', alias];
const licences = ['@nx/key', '@nx/powerpack-license'];

/** What a licence may be there for, too. */
const licensed = /^@nx\/(powerpack-(?!azure-cache|license).*|(s3|gcs|shared-fs)-cache|conformance|owners)$/;

/**
 * From Nx's own @nx/azure-cache or @nx/powerpack-azure-cache: another package under the same configuration. Where that
 * is replaced already, from the key that is left.
 */
export function fromAzureCache(setup: Setup): Migration | undefined {
  const { nxJson, packages } = setup;
  const declared = [...caches, ...licences]
    .map((name) => setup.declared(name))
    .filter((one) => one?.is === 'another package');
  const foreign = declared.map((one) => one?.name ?? '');
  const found = foreign.filter((name) => caches.includes(name));
  const keys = foreign.filter((name) => licences.includes(name));
  const others = Object.keys(packages).filter((name) => licensed.test(name));
  const isLeftOver = keys.length > 0 && others.length === 0 && nxJson['azure'] !== undefined;
  if (found.length === 0 && !isLeftOver) return undefined;
  return {
    from: (found.length > 0 ? found : keys).join(' and '),
    nxJson: removeLegacyCache(nxJson),
    // The alias takes the place of the package of that name.
    packages: [...found.filter((name) => name !== alias), ...(others.length === 0 ? keys : [])],
    moves: true,
    notes: [],
    todo: [
      ...findConfigProblems(nxJson['azure']),
      ...keptKeys(keys, others),
      ...licenceFiles(setup),
      ...overrides(setup, found),
      ...declared.flatMap((one) => (one ? adviseOnCatalog(one) : [])),
    ],
  };
}

/** What is declared under one of the names, and cannot be told from this package: migrate leaves it alone. */
export function findUnknown({ declared }: Setup): string[] {
  const unknown = [...caches, ...licences].map(declared).filter((one) => one?.is === 'unknown');
  return unknown.flatMap((one) => (one ? [adviseOnUnknown(one, ownSpecifier)] : []));
}

function keptKeys(keys: readonly string[], others: readonly string[]): string[] {
  if (keys.length === 0 || others.length === 0) return [];
  return [
    `Take ${keys.join(' and ')} out of package.json unless ${others.join(', ')} needs it; this package needs no key.`,
  ];
}

function licenceFiles({ exists, nxJson }: Setup): string[] {
  if (recordAt(nxJson['azure'])['license'] !== undefined) return [];
  const files = ['.nx/key/key.ini', '.nx/powerpack/license.ini'].filter(exists);
  if (files.length === 0) return [];
  return [`Delete ${files.join(' and ')} unless another product of Nx needs it; this package needs no key.`];
}

/** Versions that were pinned for the former package: also of a dependency that broke it (nrwl/nx#31134). */
function overrides({ packageJson, foreignOverrides }: Setup, found: readonly string[]): string[] {
  // The alias takes their place, too.
  const gone = foreignOverrides(alias).map(({ path }) => path.join('.'));
  const named = ['overrides', 'resolutions'].flatMap((section) => [
    ...keysIn(section, packageJson[section]),
    ...keysIn(`pnpm.${section}`, recordAt(packageJson['pnpm'])[section]),
  ]);
  const pinned = named
    .filter(({ section, key }) => !gone.includes(`${section}.${key}`))
    .filter(({ key }) => key === '@azure/core-rest-pipeline' || found.some((name) => key.includes(name)))
    .map(
      ({ section, key }) =>
        `See whether "${key}" in ${section} of package.json is still needed; not for this package.`,
    );
  return [...pinned, ...caches.flatMap((name) => adviseOnOverrides(foreignOverrides(name)))];
}

const keysIn = (section: string, value: unknown) =>
  Object.keys(recordAt(value)).map((key) => ({ section, key }));
