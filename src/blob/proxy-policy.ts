/** Alone here, so that it becomes a chunk of its own in the bundle. */
export { proxyPolicy } from '@azure/core-rest-pipeline';
