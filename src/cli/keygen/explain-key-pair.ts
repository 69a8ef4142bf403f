import { docsPage } from '../../docs-page.js';

/**
 * Says where each half of a new pair goes.
 *
 * @param file where the private half was written; undefined: it follows on the standard output
 */
export function explainKeyPair(id: string, publicKey: string, file: string | undefined): string {
  const input = file === undefined ? '' : ` < ${file}`;
  return `The key pair "${id}"

The public half, for all: into nx.json, and merged before the other half is in use

  "azure": { "trust": { "publicKeys": ["${publicKey}"] } }

The private half, for jobs of trusted branches alone: the secret NX_AZURE_CACHE_SIGNING_KEY

  GitHub           gh secret set NX_AZURE_CACHE_SIGNING_KEY --env nx-cache-trusted${input}
  Azure Pipelines  a secret of a variable group that only trusted branches may use
  GitLab           a CI/CD variable that is masked and protected

To rotate, put the new public half beside the old one, merge that, replace the secret, and take
the old half out when its artifacts are no longer worth having (${docsPage('security.md')}).

${file === undefined ? 'The private half follows, and is kept nowhere:\n\n' : `The private half is in ${file}; delete that once it is stored.\n`}`;
}
