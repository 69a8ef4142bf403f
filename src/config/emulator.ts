/** Hosts that are this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/**
 * Whether the blob service of this URL is an emulator: it speaks plain HTTP, is on this machine, or has the account in its
 * path, as no account of Azure has (`http://127.0.0.1:10000/devstoreaccount1`,
 * learn.microsoft.com/azure/storage/common/storage-use-azurite). Undefined is Azure's own address.
 */
export function isEmulator(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  return protocol === 'http:' || isLoopback(hostname) || /^\/[a-z0-9]+\/?$/.test(pathname);
}
