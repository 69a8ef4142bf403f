/** Stores and restores an artifact under the limits of its process; prints how the lookup ended. */
import { createMemoryBlobStore } from '../support/fakes/memory-blob-store.js';
import { createMachine } from './machine.js';

const [from = '', to = ''] = process.argv.slice(2);
const machine = createMachine(createMemoryBlobStore());
await machine.store(from);
console.log(JSON.stringify(await machine.retrieve(to)));
