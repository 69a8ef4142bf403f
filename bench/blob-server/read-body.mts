import type { IncomingMessage } from 'node:http';

/** The chunks as the socket gave them: joining them would cost a copy of every byte. */
export function readBody(request: IncomingMessage): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      resolve(chunks);
    });
    request.once('error', reject);
  });
}
