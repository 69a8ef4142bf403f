import { toAzureBlock, type AzureBlock } from './azure-block.js';
import { dotenvPathOf } from './dotenv.js';
import type { JsonObject } from '../../nx/json.js';
import type { Setup } from './setup.js';

/** Where the runner's options name no container or account, the variables in `.env` files may; never a secret. */
export function fillFromFiles(
  { dotenv }: Setup,
  options: JsonObject,
  known: readonly string[],
): { readonly block: AzureBlock; readonly notes: readonly string[] } {
  const files = ['.env', '.local.env', '.env.local', dotenvPathOf(options)].filter(
    (file) => file !== undefined,
  );
  const found = new Map<string, { file: string; value: unknown }>();
  for (const file of files) {
    const block = toAzureBlock({ ...options, ...optionsIn(dotenv(file)) });
    for (const [key, value] of Object.entries(block)) {
      if (!known.includes(key) && !found.has(key)) found.set(key, { file, value });
    }
  }
  return {
    block: Object.fromEntries([...found].map(([key, { value }]) => [key, value])),
    notes: [...found].map(([key, { file }]) => `azure.${key} is what ${file} says.`),
  };
}

/** Suffix of the variable → option. */
const options = {
  CONNECTION_STRING: 'connectionString',
  SAS_URL: 'sasUrl',
  ACCOUNT_NAME: 'accountName',
  CONTAINER: 'container',
  URL: 'azureUrl',
};

/** `NXCACHE_AZURE_SAS_URL=…` → `{ sasUrl: … }`, but for a placeholder such as `<ask for it>`. */
function optionsIn(variables: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(options).flatMap(([suffix, option]) => {
      const value = variables[`NXCACHE_AZURE_${suffix}`] ?? variables[`NX_CACHE_AZURE_${suffix}`];
      return value === undefined || value.includes('<') ? [] : [[option, value]];
    }),
  );
}
