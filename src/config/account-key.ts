import { isEmulator } from './emulator.js';

/**
 * Whether a text can be the key of a storage account: 64 bytes in base64. An emulator may have accounts of its own, with
 * keys of any length (`AZURITE_ACCOUNTS`).
 *
 * @param url of the blob service; undefined for Azure's own address
 */
export const isAccountKey = (text: string, url: string | undefined): boolean =>
  isEmulator(url) ? isBase64(text) : /^[A-Za-z0-9+/]{86}==$/.test(text);

const isBase64 = (text: string) => text !== '' && Buffer.from(text, 'base64').toString('base64') === text;
