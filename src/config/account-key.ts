/** Whether a text can be the key of a storage account: 64 bytes in base64. */
export const isAccountKey = (text: string): boolean => /^[A-Za-z0-9+/]{86}==$/.test(text);
