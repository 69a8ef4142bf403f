import process from 'node:process';
import { DefaultAzureCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';

/**
 * Microsoft's unchanged clients in a separate process: only there can they get a proxy and a certificate.
 * Prints the result of each operation by name: `done`, the service's code, or Entra's.
 */
const [url, ...names] = process.argv.slice(2);
const container = new ContainerClient(url, new DefaultAzureCredential());
const blob = (name) => container.getBlockBlobClient(name);

const operations = {
  create: (name) => blob(name).upload('body', 4, { conditions: { ifNoneMatch: '*' } }),
  overwrite: (name) => blob(name).upload('other', 5),
  read: (name) => blob(name).downloadToBuffer(),
  blocks: async (name) => {
    await blob(name).stageBlock('YQ==', 'a', 1);
    await blob(name).commitBlockList(['YQ==']);
  },
  list: () => container.listBlobsFlat().next(),
  remove: (name) => blob(name).delete(),
  batch: async (name) => {
    const client = container.getBlobBatchClient();
    const { subResponses } = await client.deleteBlobs([blob(name).url], new DefaultAzureCredential());
    const [{ errorCode }] = subResponses;
    if (errorCode) throw Object.assign(new Error(errorCode), { code: errorCode });
  },
};

for (const each of names) {
  const [operation, name = 'v1/trusted/1'] = each.split(':');
  const answer = await operations[operation](name).then(() => 'done', problem);
  process.stdout.write(`${each} ${answer}\n`);
}

function problem(error) {
  return /AADSTS\d+/.exec(String(error.message))?.[0] ?? error.code ?? String(error);
}
