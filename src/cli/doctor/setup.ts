import { createAzureBlobStore } from '../../blob/azure-blob-store.js';
import type { BlobStore } from '../../blob/blob-store.js';
import { connect, openEntra, urlOf } from '../../blob/connect.js';
import type { Entra } from '../../blob/entra.js';
import { knock, type Greeting } from '../../blob/knock.js';
import { openProbe, type Probe } from '../../blob/probe.js';
import { findSignedIn, type SignedIn } from '../../blob/signed-in.js';
import type { Environment } from '../../config/environment.js';
import type { KeyText } from '../../config/key-text.js';
import { findSettings, type Settings } from '../../config/settings.js';
import { findWorkspaceRoot } from '../../config/workspace.js';
import { placesOf, type Access, type Place } from '../../trust/access.js';
import { resolveSettings, type Resolved } from '../shared/workspace.js';
import { findSigningKey } from './find-signing-key.js';
import { ownPackage, type InstalledPackage } from './packages.js';

/** What the checks examine, and their access to it. Holds secrets. */
export interface Setup {
  readonly cwd: string;
  readonly env: Environment;
  /** the variables that this process was started with, without those of `.env` files */
  readonly started: Environment;
  readonly now: Date;
  /** Measures durations, ms. */
  readonly clock: () => number;
  /** the folder of nx.json; undefined without one */
  readonly root: string | undefined;
  /** of Node, e.g. `22.15.0` */
  readonly nodeVersion: string;
  /** the package that this doctor is part of */
  readonly own: InstalledPackage;
  /** undefined: no remote cache is configured */
  readonly settings: Settings | undefined;
  /** @throws ConfigError */
  readonly resolve: () => Resolved;
  /** The URL of the service. */
  readonly urlOf: (place: Place) => string;
  /** @throws CacheError */
  readonly knock: (url: string) => Promise<Greeting>;
  /**
   * Undefined where no token is needed.
   *
   * @throws CacheError
   */
  readonly signIn: (place: Place) => Promise<SignedIn | undefined>;
  readonly store: (place: Place) => BlobStore;
  /** @throws CacheError */
  readonly probe: (place: Place) => Promise<Probe>;
  /** Where a process of this user can read one of the signing keys, e.g. `process 4711 (npm)`. */
  readonly findSigningKey: (publicKeys: readonly KeyText[]) => readonly string[];
}

/** The setup of the workspace around a folder. */
export function createSetup(cwd: string, env: Environment, started = env): Setup {
  const settings = findSettings(cwd, env);
  let resolved: Resolved | undefined;
  let opened: Entra | undefined;
  const resolve = () => (resolved ??= resolveSettings(settings?.azure, env));
  const entra = () => (opened ??= openEntra(resolve().config));
  const at = (place: Place) => ({ ...resolve().config, ...place });
  return {
    cwd,
    env,
    started,
    now: new Date(),
    clock: () => performance.now(),
    root: findWorkspaceRoot(cwd, env),
    nodeVersion: process.versions.node,
    own: ownPackage(),
    settings,
    resolve,
    knock,
    urlOf: (place) => urlOf(at(place)),
    signIn: async (place) => {
      await connect(at(place), entra());
      return place.credential.kind === 'default' ? findSignedIn(entra(), resolve().config.entra) : undefined;
    },
    store: (place) => createAzureBlobStore(at(place), () => undefined, entra()),
    probe: (place) => openProbe(at(place), entra()),
    findSigningKey,
  };
}

/**
 * The URL of the service.
 *
 * @throws ConfigError
 */
export function serviceOf(setup: Setup): string {
  const [place] = placesOf(setup.resolve().access);
  if (!place) throw new Error('every run has a scope');
  return setup.urlOf(place);
}

/** The scopes that a run uses, without those that share a container (or a credential) with an earlier one. */
export const placesBy = (key: 'container' | 'credential', access: Access): Place[] =>
  placesOf(access).filter(
    (place, index, all) => all.findIndex((other) => other[key] === place[key]) === index,
  );

/** Where this run stores; undefined if it stores nothing. */
export function writtenPlace({ config, access }: Resolved): Place | undefined {
  return config.mode.write && access.refusal === undefined ? access.own : undefined;
}

/** `shared` when `trust` is not set. */
export function kindOf({ config, access }: Resolved): 'shared' | 'trusted' | 'untrusted' {
  if (!config.trust) return 'shared';
  return access.trusted ? 'untrusted' : 'trusted';
}
