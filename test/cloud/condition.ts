import { matchesAction, operators } from './condition-operators.js';
import { readTokens, type Token } from './condition-tokens.js';

/** A requested operation on a blob or a container. */
export interface AccessRequest {
  /** e.g. `Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read` */
  readonly action: string;
  readonly suboperation?: 'Blob.List';
  /** The request's value of each attribute; a missing attribute cannot be compared. */
  readonly attributes: Readonly<Partial<Record<Attribute, string>>>;
}

/** https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes */
type Attribute = (typeof attributes)[number];

const container = 'Microsoft.Storage/storageAccounts/blobServices/containers';
const attributes = [
  `@Resource[${container}:name]`,
  `@Resource[${container}/blobs:path]`,
  `@Request[${container}/blobs:prefix]`,
] as const;

/** The attributes of a request on a container, a blob in it, or its blobs with a prefix. */
export function attributesOf(name: string, blob?: string, prefix?: string): AccessRequest['attributes'] {
  const [ofName, ofPath, ofPrefix] = attributes;
  return {
    [ofName]: name,
    ...(blob === undefined ? {} : { [ofPath]: blob }),
    ...(prefix === undefined ? {} : { [ofPrefix]: prefix }),
  };
}

/** Whether a condition lets a request pass. */
export type Condition = (request: AccessRequest) => boolean;

/**
 * Reads a condition of a role assignment, version 2.0, with the syntax that the templates and the published examples use.
 *
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 *
 * @throws SyntaxError for unsupported syntax
 */
export function parseCondition(text: string): Condition {
  const tokens = readTokens(text);
  const holds = parseExpression(tokens);
  if (tokens.length > 0)
    throw new SyntaxError(`a condition goes on after its end: ${tokens[0]?.value ?? ''}`);
  return (request) => {
    try {
      return holds(request);
    } catch (error) {
      if (error instanceof Incomparable) return false;
      throw error;
    }
  };
}

/**
 * An operation that does not have the attribute "cannot evaluate this condition, and will fail the authorization access
 * check" (storage-auth-abac-attributes#suboperations).
 */
class Incomparable extends Error {}

/** `a AND b AND c`, or `a OR b`; Azure wants parentheses around a mixture. */
function parseExpression(tokens: Token[]): Condition {
  const terms = [parseTerm(tokens)];
  let joined: 'AND' | 'OR' | undefined;
  for (let word = joint(tokens[0]); word !== undefined; word = joint(tokens[0])) {
    if (joined !== undefined && joined !== word) throw new SyntaxError('AND and OR need parentheses');
    joined = word;
    tokens.shift();
    terms.push(parseTerm(tokens));
  }
  return (request) =>
    joined === 'OR' ? terms.some((term) => term(request)) : terms.every((term) => term(request));
}

function joint(token: Token | undefined): 'AND' | 'OR' | undefined {
  if (token?.value === 'AND' || token?.value === '&&') return 'AND';
  return token?.value === 'OR' || token?.value === '||' ? 'OR' : undefined;
}

function parseTerm(tokens: Token[]): Condition {
  const { kind, value } = take(tokens);
  if (kind === 'attribute') return parseComparison(value, tokens);
  switch (value) {
    case '!':
    case 'NOT': {
      const term = parseTerm(tokens);
      return (request) => !term(request);
    }
    case '(': {
      const inner = parseExpression(tokens);
      expect(tokens, ')');
      return inner;
    }
    case 'ActionMatches': {
      const pattern = braced(tokens);
      return ({ action }) => matchesAction(action, pattern);
    }
    case 'SubOperationMatches': {
      const name = braced(tokens);
      return ({ suboperation }) => suboperation === name;
    }
    default:
      throw new SyntaxError(`unknown in a condition: ${value}`);
  }
}

function parseComparison(attribute: string, tokens: Token[]): Condition {
  const known = attributes.find((name) => name === attribute);
  const operator = take(tokens).value;
  const compare = operators.get(operator);
  const { kind, value } = take(tokens);
  if (known === undefined) throw new SyntaxError(`an unknown attribute: ${attribute}`);
  if (compare === undefined) throw new SyntaxError(`an unknown operator: ${operator}`);
  if (kind !== 'text') throw new SyntaxError(`no text to compare ${attribute} with: ${value}`);
  return ({ attributes: { [known]: given } }) => {
    if (given === undefined) throw new Incomparable(attribute);
    return compare(given, value);
  };
}

/** `{'…'}` */
function braced(tokens: Token[]): string {
  expect(tokens, '{');
  const { kind, value } = take(tokens);
  if (kind !== 'text') throw new SyntaxError(`no text in braces: ${value}`);
  expect(tokens, '}');
  return value;
}

function take(tokens: Token[]): Token {
  const token = tokens.shift();
  if (!token) throw new SyntaxError('a condition ends too early');
  return token;
}

function expect(tokens: Token[], mark: string): void {
  const { value } = take(tokens);
  if (value !== mark) throw new SyntaxError(`${mark} is missing before ${value} in a condition`);
}
