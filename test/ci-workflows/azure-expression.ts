/** Variables that are known before a run starts. */
export type Variables = Readonly<Record<string, string>>;

type Value = string | boolean;

/** The value of a template expression of Azure Pipelines: `and(eq(variables['Build.Reason'], 'Manual'), …)`. */
export function evaluateAzure(expression: string, variables: Variables): Value {
  const tokens = expression.match(/'(?:[^']|'')*'|[\w.]+|[()[\],]/g) ?? [];
  const value = readValue(tokens, variables);
  if (tokens.length > 0) throw new Error(`left over: ${tokens.join(' ')}`);
  return value;
}

/** Texts are compared without regard to case. learn.microsoft.com/azure/devops/pipelines/process/expressions */
const functions: Readonly<Record<string, (args: readonly Value[]) => boolean>> = {
  and: (args) => args.every((arg) => arg === true),
  or: (args) => args.some((arg) => arg === true),
  eq: ([a, b]) => lower(a) === lower(b),
  ne: ([a, b]) => lower(a) !== lower(b),
  in: ([a, ...others]) => others.some((other) => lower(a) === lower(other)),
  startsWith: ([a, b]) => lower(a).startsWith(lower(b)),
};

const lower = (value: Value | undefined) => String(value ?? '').toLowerCase();

function readValue(tokens: string[], variables: Variables): Value {
  const token = tokens.shift() ?? '';
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token.startsWith('variables.')) return variables[token.slice('variables.'.length)] ?? '';
  if (token === 'variables') {
    const [, name = ''] = tokens.splice(0, 3);
    return variables[name.slice(1, -1)] ?? '';
  }
  const call = functions[token];
  if (call === undefined || tokens.shift() !== '(') throw new Error(`not understood: ${token}`);
  return call(readArguments(tokens, variables));
}

function readArguments(tokens: string[], variables: Variables): Value[] {
  const args = [readValue(tokens, variables)];
  const next = tokens.shift();
  if (next === ',') return [...args, ...readArguments(tokens, variables)];
  if (next !== ')') throw new Error(`not closed: ${next ?? ''}`);
  return args;
}
