/** As long as a signature is, and of nothing. */
const signature = encodeURIComponent(Buffer.alloc(32, 'signature').toString('base64'));

/** A SAS that nobody has signed, with these fields in front of its signature, e.g. `sp=r`. */
export const sasWith = (fields: string) => `sv=2023-11-03&${fields}&sig=${signature}`;

/** The key of no account; another word makes another key. */
export const keyOf = (word: string) => Buffer.alloc(64, word).toString('base64');
