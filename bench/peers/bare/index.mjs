/**
 * The least that Node can do for a remote cache on blobs: one bare request, one call of zstd and one call for each file.
 * Nothing is verified, limited, tried again or restored as a whole, terminal outputs are dropped, and all of it is done
 * on Nx's own thread. Do not use it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import { URL } from 'node:url';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const agent = new Agent({ keepAlive: true });

export async function getRemoteCache() {
  const { origin, pathname, search } = new URL(process.env.BENCH_CONTAINER);
  const urlOf = (hash) => `${origin}${pathname}/${hash}${search}`;
  return {
    retrieve: async (hash, cacheDirectory) => {
      const { status, body } = await send('GET', urlOf(hash));
      if (status === 404) return null;
      if (status !== 200) throw new Error(`${status}`);
      const outputsPath = join(cacheDirectory, hash);
      unpack(body, outputsPath);
      return { code: 0, terminalOutput: '', outputsPath };
    },
    store: async (hash, cacheDirectory) => {
      const { status } = await send('PUT', urlOf(hash), pack(join(cacheDirectory, hash)));
      return status === 201;
    },
  };
}

function send(method, url, body) {
  const headers = body ? { 'content-length': body.length, 'x-ms-blob-type': 'BlockBlob' } : {};
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Before each file, a line of JSON contains the file's name and length. */
function pack(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const parts = files.flatMap(({ parentPath, name }) => {
    const path = join(parentPath, name);
    const content = readFileSync(path);
    return [Buffer.from(`${JSON.stringify([path.slice(folder.length), content.length])}\n`), content];
  });
  return zstdCompressSync(Buffer.concat(parts), {
    chunkSize: 1 << 20,
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
  });
}

function unpack(body, folder) {
  const content = zstdDecompressSync(body, { chunkSize: 1 << 20 });
  const made = new Set();
  for (let at = 0; at < content.length;) {
    const end = content.indexOf(10, at);
    const [name, length] = JSON.parse(content.toString('utf8', at, end));
    const path = folder + name;
    const parent = path.slice(0, path.lastIndexOf('/'));
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    at = end + 1 + length;
    writeFileSync(path, content.subarray(end + 1, at));
  }
}
