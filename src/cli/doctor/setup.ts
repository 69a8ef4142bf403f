import { createAzureBlobStore } from '../../blob/azure-blob-store.js';
import { connect, openEntra, urlOf } from '../../blob/connect.js';
import { pingService } from '../../blob/ping-service.js';
import { openProbe } from '../../blob/probe.js';
import type { Entra } from '../../blob/sign-in/entra.js';
import { findSignedIn } from '../../blob/sign-in/signed-in.js';
import type { Environment } from '../../config/environment.js';
import { findSettings } from '../../config/settings.js';
import { findWorkspaceRoot } from '../../nx/workspace.js';
import { scopesOf, type Access, type ScopeAccess } from '../../trust/access.js';
import { resolveSettings, type Resolved } from '../shared/workspace.js';
import { ownPackage } from './packages.js';

/** What the checks examine, and their access to it. Holds secrets. */
export type Setup = ReturnType<typeof createSetup>;

/**
 * The setup of the workspace around a folder.
 *
 * @param started the variables that this process was started with, without those of `.env` files
 */
export function createSetup(cwd: string, env: Environment, started = env) {
  const settings = findSettings(cwd, env);
  let resolved: Resolved | undefined;
  let opened: Entra | undefined;
  const resolve = () => (resolved ??= resolveSettings(settings?.azure, env));
  const entra = () => (opened ??= openEntra(resolve().config));
  const at = (place: ScopeAccess) => ({ ...resolve().config, ...place });
  return {
    cwd,
    env,
    started,
    now: new Date(),
    /** Measures durations, ms. */
    clock: () => performance.now(),
    /** the folder of nx.json; undefined without one */
    root: findWorkspaceRoot(cwd, env),
    /** e.g. `22.15.0` */
    nodeVersion: process.versions.node,
    /** the folder in which Linux shows its processes */
    processes: '/proc',
    /** the package that this doctor is part of */
    own: ownPackage(),
    /** undefined: no remote cache is configured */
    settings,
    /** @throws ConfigError */
    resolve,
    /** @throws CacheError */
    knock: (url: string) => pingService(url, resolve().config.proxy),
    /** The URL of the service. */
    urlOf: (place: ScopeAccess) => urlOf(at(place)),
    /**
     * Undefined where no token is needed.
     *
     * @throws CacheError
     */
    signIn: async (place: ScopeAccess) => {
      await connect(at(place), entra());
      return place.credential.kind === 'default' ? findSignedIn(entra(), resolve().config.entra) : undefined;
    },
    store: (place: ScopeAccess) => createAzureBlobStore(at(place), undefined, entra()),
    /** @throws CacheError */
    probe: (place: ScopeAccess) => openProbe(at(place), entra()),
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

/** The scopes that a run uses, without those that share a container (or a credential) with an earlier one. */
export const placesBy = (key: 'container' | 'credential', access: Access): ScopeAccess[] =>
  scopesOf(access).filter(
    (place, index, all) => all.findIndex((other) => other[key] === place[key]) === index,
  );

/** Where this run stores; undefined if it stores nothing. */
export function writtenPlace({ config, access }: Resolved): ScopeAccess | undefined {
  return config.mode.write && access.refusal === undefined ? access.own : undefined;
}

/** `shared` when `trust` is not set. */
export function kindOf({ config, access }: Resolved): 'shared' | 'trusted' | 'untrusted' {
  if (!config.trust) return 'shared';
  return access.trusted ? 'untrusted' : 'trusted';
}
