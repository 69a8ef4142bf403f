import { show } from '../../config/show.js';

/** What a generator cannot take away, and how to. `azure` is the key that nx.json had; nobody has checked it. `notes` are on what stays in the workspace. */
export function leftBehind(azure: unknown, notes: readonly string[]): string {
  const { container, accountName, trust } = (azure ?? {}) as {
    container?: unknown;
    accountName?: unknown;
    trust?: { untrustedContainer?: unknown };
  };
  const containers = [container, trust?.untrustedContainer].filter((name) => name !== undefined).map(show);
  return [
    '',
    'The remote cache is taken out. Nx uses its local cache alone.',
    ...notes,
    ...(containers.length === 0
      ? []
      : [
          `In Azure stays what is in ${containers.join(' and ')} of account ${show(accountName)}. To delete a container:`,
          '  az storage container delete --auth-mode login --account-name <account> --name <container>',
        ]),
    'Deployed identities, secrets of CI and NX_AZURE_CACHE_* variables stay, too.',
    '',
  ].join('\n');
}
