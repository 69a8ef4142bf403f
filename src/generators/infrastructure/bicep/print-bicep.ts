import { commentLines, Expression, type Value, type Values } from '../expression.js';

/** A file of Bicep as data, so that a test can hold it against the schemas that Microsoft publishes. */
export interface BicepFile {
  readonly comment: string;
  readonly parameters: readonly Parameter[];
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

interface Parameter {
  readonly name: string;
  readonly description: string;
  readonly byDefault: Value;
}

export interface Resource {
  readonly symbol: string;
  /** e.g. `Microsoft.Storage/storageAccounts@2023-05-01` */
  readonly type: string;
  readonly comment?: string;
  readonly body: Values;
}

interface Output {
  readonly name: string;
  readonly value: Expression;
}

/** The text of the file, in the layout of Bicep's own formatter. */
export function printBicep({ comment, parameters, resources, outputs }: BicepFile): string {
  const sections = [
    [`// ${comment}`, "targetScope = 'resourceGroup'"].join('\n'),
    ...parameters.map(printParameter),
    ...resources.map(printResource),
    outputs.map(({ name, value }) => `output ${name} string = ${value.code}`).join('\n'),
  ];
  return `${sections.join('\n\n')}\n`;
}

const printParameter = ({ name, description, byDefault }: Parameter) =>
  `@description(${quote(description)})\nparam ${name} string = ${printValue(byDefault)}`;

const printResource = ({ symbol, type, comment, body }: Resource) =>
  [...commentLines('//', comment), `resource ${symbol} '${type}' = ${printValue(body)}`].join('\n');

function printValue(value: Value, indent = ''): string {
  if (value instanceof Expression) return value.code;
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (isList(value))
    return enclose(
      '[',
      value.map((item) => inner + printValue(item, inner)),
      `${indent}]`,
    );
  const lines = Object.entries(value).map(([name, item]) => `${inner}${name}: ${printValue(item, inner)}`);
  return enclose('{', lines, `${indent}}`);
}

const isList = (value: Values | readonly Value[]): value is readonly Value[] => Array.isArray(value);

const enclose = (open: string, lines: readonly string[], close: string) =>
  lines.length === 0 ? open + close.trim() : [open, ...lines, close].join('\n');

/** Bicep's text: `\`, `'` and `${` are what it would take for something else. */
const quote = (text: string) => `'${text.replace(/\\|'|\$(?=\{)/g, String.raw`\$&`)}'`;
