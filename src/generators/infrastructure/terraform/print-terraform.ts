import { commentLines, Expression, type Value, type Values } from '../expression.js';

/** A file of Terraform as data, so that a test can hold it against the schema of the provider. */
export interface Block {
  /** e.g. `resource` */
  readonly type: string;
  /** e.g. `azurerm_storage_account`, `cache` */
  readonly labels?: readonly string[];
  readonly comment?: string;
  readonly attributes?: Values;
  readonly blocks?: readonly Block[];
}

/** The text of the file, in the layout of `terraform fmt`. */
export function printTerraform(comment: string, blocks: readonly Block[]): string {
  return `${[`# ${comment}`, ...blocks.map((block) => printBlock(block))].join('\n\n')}\n`;
}

function printBlock(
  { type, labels = [], comment, attributes = {}, blocks = [] }: Block,
  indent = '',
): string {
  const inner = `${indent}  `;
  const head = [type, ...labels.map((label) => `"${label}"`)].join(' ');
  const body = [
    ...(Object.keys(attributes).length === 0 ? [] : [printAttributes(attributes, inner)]),
    ...blocks.map((block) => printBlock(block, inner)),
  ].join('\n\n');
  const lines = body === '' ? [`${indent}${head} {}`] : [`${indent}${head} {`, body, `${indent}}`];
  return [...commentLines('#', comment).map((line) => indent + line), ...lines].join('\n');
}

/** The signs of equality below each other. */
function printAttributes(attributes: Values, indent: string): string {
  const width = Math.max(...Object.keys(attributes).map(({ length }) => length));
  return Object.entries(attributes)
    .map(([name, value]) => `${indent}${name.padEnd(width)} = ${printValue(value)}`)
    .join('\n');
}

/** Everything on one line; lists here are short. */
function printValue(value: Value): string {
  if (value instanceof Expression) return value.code;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(printValue).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([name, item]) => `${name} = ${printValue(item)}`)
    .join(', ')} }`;
}

const isList = (value: Values | readonly Value[]): value is readonly Value[] => Array.isArray(value);

/** HCL's text: JSON's, but for `${` and `%{`, which it would take for a template. */
const quote = (text: string) => JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&');
