import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import type { EntraSettings, Tool } from '../config/entra.js';

/** Who is signed in with the tools of a developer, without a word of it. */
export interface Sessions {
  /**
   * Another one after `az logout`, after `az account set` to another subscription, and after an `az login` that changes the user
   * or the subscriptions. `az login` as the same user leaves the profile as it is (azure/cli/core/_profile.py,
   * `_set_subscriptions`), and so this digest and a kept token.
   */
  readonly digest: string;
  /** whether a tool has a session at all */
  readonly has: (tool: Tool) => boolean;
}

/** Reads the files by which the tools know who is signed in; one that cannot be read is none. */
export function readSessions(files: EntraSettings['sessions']): Sessions {
  const found = Object.entries(files).map(([tool, file]) => [tool, read(file)?.toString('base64')] as const);
  const digest = createHash('sha256').update(JSON.stringify(found)).digest('hex');
  return { digest, has: (tool) => found.some(([name, content]) => name === tool && content !== undefined) };
}

/** Whom the Azure CLI has signed in for its default subscription, e.g. `ada@acme.example`; undefined for nobody. */
export function readAzUser({ az }: EntraSettings['sessions']): string | undefined {
  try {
    const profile = JSON.parse((read(az)?.toString() ?? '').replace(/^\uFEFF/, '')) as AzProfile;
    const { subscriptions = [] } = profile;
    return (subscriptions.find(({ isDefault }) => isDefault) ?? subscriptions[0])?.user?.name;
  } catch {
    return undefined;
  }
}

interface AzProfile {
  readonly subscriptions?: readonly {
    readonly isDefault?: boolean;
    readonly user?: { readonly name?: string };
  }[];
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
