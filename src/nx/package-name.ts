import { name as ownName } from '../../package.json';

export { ownName };

/** The name by which every Nx from 20.1 to 24 looks the package up. */
export const alias = '@nx/powerpack-azure-cache';

/** The part of a package.json that identifies the package. */
export interface PackageIdentity {
  readonly name?: string | undefined;
  readonly bin?: unknown;
}

/** Whether a package is this one: by its name, in any scope, or by its command, which a mirror keeps. */
export function isThisPackage({ name = '', bin }: PackageIdentity): boolean {
  return name === ownName || name.endsWith(`/${ownName}`) || ownName in (Object(bin) as object);
}
