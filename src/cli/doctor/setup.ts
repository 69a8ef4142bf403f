import { createAzureBlobStore } from '../../blob/azure-blob-store.js';
import type { BlobStore } from '../../blob/blob-store.js';
import { connect, openEntra, urlOf } from '../../blob/connect.js';
import type { Entra } from '../../blob/sign-in/entra.js';
import { pingService, type ServiceInfo } from '../../blob/ping-service.js';
import { openProbe, type Probe } from '../../blob/probe.js';
import { findSignedIn, type SignedIn } from '../../blob/sign-in/signed-in.js';
import type { Environment } from '../../config/environment.js';
import type { KeyText } from '../../config/key-text.js';
import { findSettings, type Settings } from '../../config/settings.js';
import { findWorkspaceRoot } from '../../nx/workspace.js';
import { scopesOf, type Access, type ScopeAccess } from '../../trust/access.js';
import { resolveSettings, type Resolved } from '../container/resolved.js';
import { ownPackage, type InstalledPackage } from './installed-package.js';
import { findKeyInReach } from './key-in-reach.js';

/** What the checks look at, and their ways to it. Holds secrets. */
export interface Setup {
  readonly cwd: string;
  readonly env: Environment;
  /** the variables that this process was started with, without those of `.env` files */
  readonly started: Environment;
  readonly now: Date;
  /** the folder of nx.json; undefined where there is none */
  readonly root: string | undefined;
  /** of Node, e.g. `22.15.0` */
  readonly nodeVersion: string;
  /** the one that this doctor is of */
  readonly own: InstalledPackage;
  /** undefined: nothing asks for the remote cache */
  readonly settings: Settings | undefined;
  /** @throws ConfigError */
  readonly resolve: () => Resolved;
  /** Of the service. */
  readonly urlOf: (place: ScopeAccess) => string;
  /** @throws CacheError */
  readonly knock: (url: string) => Promise<ServiceInfo>;
  /**
   * Undefined where no token is needed.
   *
   * @throws CacheError
   */
  readonly signIn: (place: ScopeAccess) => Promise<SignedIn | undefined>;
  readonly store: (place: ScopeAccess) => BlobStore;
  /** @throws CacheError */
  readonly probe: (place: ScopeAccess) => Promise<Probe>;
  /** Where a process of this user can read one of the signing keys, e.g. `process 4711 (npm)`. */
  readonly keyInReach: (publicKeys: readonly KeyText[]) => readonly string[];
}

/** The set-up of the workspace around a folder. */
export function createSetup(cwd: string, env: Environment, started = env): Setup {
  const settings = findSettings(cwd, env);
  let resolved: Resolved | undefined;
  let opened: Entra | undefined;
  const resolve = () => (resolved ??= resolveSettings(settings?.azure, env));
  const entra = () => (opened ??= openEntra(resolve().config));
  const at = (place: ScopeAccess) => ({ ...resolve().config, ...place });
  return {
    ...{ cwd, env, started, settings, resolve, now: new Date(), keyInReach: findKeyInReach },
    ...{ root: findWorkspaceRoot(cwd, env), nodeVersion: process.versions.node, own: ownPackage() },
    knock: (url) => pingService(url, resolve().config.proxy),
    urlOf: (place) => urlOf(at(place)),
    signIn: async (place) => {
      await connect(at(place), entra());
      return place.credential.kind === 'default' ? findSignedIn(entra(), resolve().config.entra) : undefined;
    },
    store: (place) => createAzureBlobStore(at(place), undefined, entra()),
    probe: (place) => openProbe(at(place), entra()),
  };
}

/**
 * The URL of the service.
 *
 * @throws ConfigError
 */
export function serviceOf(setup: Setup): string {
  const [place] = scopesOf(setup.resolve().access);
  if (!place) throw new Error('every run has a scope');
  return setup.urlOf(place);
}

/** The scopes that a run uses; of those that have this in common, the first. */
export const placesBy = (key: 'container' | 'credential', access: Access): ScopeAccess[] =>
  scopesOf(access).filter(
    (place, index, all) => all.findIndex((other) => other[key] === place[key]) === index,
  );

/** Where this run stores; undefined when it does not. */
export function writtenPlace({ config, access }: Resolved): ScopeAccess | undefined {
  return config.mode.write && access.refusal === undefined ? access.own : undefined;
}

/** Whose run this is: `shared` when nobody's is told from anybody's. */
export function kindOf({ config, access }: Resolved): 'shared' | 'trusted' | 'untrusted' {
  if (!config.trust) return 'shared';
  return access.trusted ? 'untrusted' : 'trusted';
}
