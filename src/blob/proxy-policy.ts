export { proxyPolicy } from '@azure/core-rest-pipeline';
