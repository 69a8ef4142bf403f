/** The plugin that a developer writes in an afternoon: the SDK on the main thread, a gzipped tar, the upload inside `store`. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { BlobServiceClient } from '@azure/storage-blob';
import { create, extract } from 'tar';

export async function getRemoteCache() {
  const { azure } = JSON.parse(await readFile('nx.json', 'utf8'));
  const service = await connect(azure.endpoint);
  const container = service.getContainerClient(azure.container);
  return {
    retrieve: (hash, cacheDirectory) =>
      retrieve(container.getBlockBlobClient(hash), join(cacheDirectory, hash)),
    store: (hash, cacheDirectory, terminalOutput, code) =>
      store(container.getBlockBlobClient(hash), join(cacheDirectory, hash), { terminalOutput, code }),
  };
}

async function connect(endpoint) {
  const connectionString = process.env.AZURE_STORAGE_CONNECTION_STRING;
  if (connectionString) return BlobServiceClient.fromConnectionString(connectionString);
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new BlobServiceClient(endpoint, new DefaultAzureCredential());
}

async function retrieve(blob, outputsPath) {
  try {
    const packed = `${outputsPath}.tgz`;
    await blob.downloadToFile(packed);
    await mkdir(outputsPath, { recursive: true });
    await extract({ file: packed, cwd: outputsPath });
    await rm(packed);
    const terminalOutput = await readFile(join(outputsPath, 'terminalOutput'), 'utf8');
    const code = Number(await readFile(join(outputsPath, 'code'), 'utf8'));
    return { code, terminalOutput, outputsPath };
  } catch (error) {
    if (error.statusCode === 404) return null;
    throw error;
  }
}

async function store(blob, outputsPath, { terminalOutput, code }) {
  await writeFile(join(outputsPath, 'terminalOutput'), terminalOutput ?? '');
  await writeFile(join(outputsPath, 'code'), String(code));
  const packed = `${outputsPath}.tgz`;
  await create({ file: packed, cwd: outputsPath, gzip: true }, ['.']);
  await blob.uploadFile(packed);
  await rm(packed);
  return true;
}
