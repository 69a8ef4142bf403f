import type { Command } from 'commander';

import { docsPage } from '../docs-page.js';
import type { Host } from './host.js';
import { addKeyPairCommand } from './shared/key-pair.js';

/** `keygen`: the keys that trusted artifacts are signed with. */
export function addKeygen(program: Command, host: Host): void {
  const description = 'generate the key pair that signs trusted artifacts, and print where each key goes';
  addKeyPairCommand(program, { description, examples, explain }, host);
}

const examples = `\
  $ npx nx-azure-cache keygen
  $ npx nx-azure-cache keygen | gh secret set NX_AZURE_CACHE_SIGNING_KEY --env nx-cache-trusted
  $ npx nx-azure-cache keygen --out signing-key.txt --id main-2026`;

function explain(id: string, publicKey: string, file: string | undefined): string {
  const input = file === undefined ? '' : ` < ${file}`;
  return `Key pair "${id}"

1. Public key: add it to nx.json, and merge that before you use the private key

  "azure": { "trust": { "publicKeys": ["${publicKey}"] } }

2. Private key: store it as the secret NX_AZURE_CACHE_SIGNING_KEY, for jobs of trusted branches only

  GitHub           gh secret set NX_AZURE_CACHE_SIGNING_KEY --env nx-cache-trusted${input}
  Azure Pipelines  a secret in a variable group that only trusted branches can use
  GitLab           a masked and protected CI/CD variable

To rotate keys: add the new public key beside the old one, merge, replace the secret, and remove the old
public key when its artifacts are no longer needed (${docsPage('security.md')}).

${file === undefined ? 'The private key follows. It is not stored anywhere:\n\n' : `The private key is in ${file}. Delete that file once the secret is stored.\n`}`;
}
