export { name as ownName } from '../../package.json';

/** The name by which every Nx from 20.1 to 24 looks the package up. */
export const alias = '@nx/powerpack-azure-cache';
