import type { Desk } from './desk.mjs';

/** The settings that a tool needs to use a container. */
interface Told {
  readonly env?: Readonly<Record<string, string>>;
  /** Goes into the tool's own configuration. */
  readonly config: object;
}

/** The two ways into the same container: by a token of `az`, and by the account's key, which waits for nothing. */
export interface WaysIn {
  readonly token: (container: string, desk: Desk) => Told;
  readonly key: (container: string, desk: Desk) => Told;
}

/** This package and the plugin of an afternoon: by `DefaultAzureCredential` without a connection string. */
export const block: WaysIn = {
  token: (container, { url: endpoint }) => ({ config: { azure: { container, endpoint } } }),
  key: (container, { connectionString }) => ({
    env: { AZURE_STORAGE_CONNECTION_STRING: connectionString },
    config: { azure: { container } },
  }),
};

/** nx-remotecache-azure, as its README has it: `adAuth` is a `DefaultAzureCredential` for each call. */
export const customRunner: WaysIn = {
  token: (container, { url: azureUrl }) =>
    runner({ container, azureUrl, accountName: 'devstoreaccount1', adAuth: true }),
  key: (container, { connectionString }) => runner({ container, connectionString }),
};

function runner(options: object): Told {
  const cacheable = { ...options, cacheableOperations: ['build'] };
  const tasksRunnerOptions = { default: { runner: 'nx-remotecache-azure', options: cacheable } };
  return { config: { tasksRunnerOptions, useLegacyCache: true } };
}

/** lage: with the URL of the account as connection string it takes one credential by name, here `AzureCliCredential`. */
export const backfill: WaysIn = {
  token: (container, { url }) => lage({ container, connectionString: url, credentialName: 'azure-cli' }),
  key: (container, { connectionString }) => lage({ container, connectionString }),
};

function lage(options: object): Told {
  const cacheStorageConfig = { provider: 'azure-blob', options };
  return {
    config: { cacheOptions: { outputGlob: ['dist/**'], writeRemoteCache: true, cacheStorageConfig } },
  };
}
