/** `(`, `AND`, `@Resource[…:path]`, `'a text'`, … of a condition. */
export interface Token {
  readonly kind: 'mark' | 'word' | 'attribute' | 'text';
  /** without quotation marks or brackets */
  readonly value: string;
}

/**
 * Cuts a condition of a role assignment into its tokens.
 *
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 *
 * @throws SyntaxError for anything that is none
 */
export function readTokens(condition: string): Token[] {
  const tokens: Token[] = [];
  let rest = condition.trimStart();
  while (rest !== '') {
    const [all, mark, word, attribute, text] = pattern.exec(rest) ?? [];
    if (all === undefined) throw new SyntaxError(`not part of a condition: ${rest}`);
    tokens.push(toToken({ mark, word, attribute, text }));
    rest = rest.slice(all.length).trimStart();
  }
  return tokens;
}

const pattern = /^(?:([(){},]|!|&&|\|\|)|([A-Za-z]+(?::[A-Za-z]+)?)|(@[A-Za-z]+\[[^\]]*\])|'([^']*)')/;

function toToken(found: Partial<Record<Token['kind'], string | undefined>>): Token {
  const [kind, value] = Object.entries(found).find(([, text]) => text !== undefined) ?? [];
  return { kind: kind as Token['kind'], value: value ?? '' };
}
