/** As long as a signature is, and of nothing. */
const signature = encodeURIComponent(Buffer.alloc(32, 'signature').toString('base64'));

/** An unsigned SAS with only these fields, e.g. `sv=2023-11-03&sp=r`. */
export const sasOf = (fields: string) => `${fields}&sig=${signature}`;

/** One for a container, with these fields besides, e.g. `sp=r`; of those that are always there, too, they win. */
export function sasWith(fields: string): string {
  const own = new URLSearchParams(fields);
  const always = { sv: '2023-11-03', se: '2125-01-01', ...(own.has('srt') ? {} : { sr: 'c' }) };
  const missing = Object.entries(always).filter(
    ([name]) => !own.has(name) && !(name === 'se' && own.has('si')),
  );
  return sasOf([...missing.map(([name, value]) => `${name}=${value}`), fields].join('&'));
}

/** The key of no account; another word makes another key. */
export const keyOf = (word: string) => Buffer.alloc(64, word).toString('base64');
