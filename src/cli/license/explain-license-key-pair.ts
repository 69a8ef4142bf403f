/**
 * Says where each half of a new pair goes.
 *
 * @param file where the private half was written; undefined: it follows on the standard output
 */
export function explainLicenseKeyPair(id: string, publicKey: string, file: string | undefined): string {
  return `The key pair "${id}"

The public half: into the nx.json of every workspace that is to need a license

  "azure": { "license": { "publicKey": "${publicKey}" } }

The private half, for who issues licenses and nobody else: the variable NX_AZURE_CACHE_LICENSE_KEY of

  npx nx-azure-cache license issue --organization Acme --expires 2027-12-31

${file === undefined ? 'The private half follows, and is kept nowhere:\n\n' : `The private half is in ${file}.\n`}`;
}
