import { createRequire } from 'node:module';
import { Language, Parser, type Node } from 'web-tree-sitter';
import { Code } from './mismatches.js';

/** A resource as it stands in a file of Bicep. */
export interface ParsedResource {
  readonly symbol: string;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

interface ParsedBicep {
  readonly resources: readonly ParsedResource[];
  /** Names of parameters and resources. */
  readonly declared: readonly string[];
  /** Names that the code refers to, without functions and properties. */
  readonly used: readonly string[];
}

/**
 * Reads a file by the grammar of Bicep; the compiler itself is in no registry of packages.
 *
 * @throws SyntaxError
 */
export async function parseBicep(text: string): Promise<ParsedBicep> {
  const root = (await bicepParser()).parse(text)?.rootNode;
  if (!root || root.hasError) throw new SyntaxError(`not Bicep: ${root?.toString() ?? ''}`);
  const declarations = root
    .descendantsOfType(['resource_declaration', 'parameter_declaration'])
    .filter((node) => node !== null);
  const resources = declarations.filter(({ type }) => type === 'resource_declaration').map(toResource);
  return {
    resources,
    declared: declarations.map((node) => node.namedChild(0)?.text ?? ''),
    used: root
      .descendantsOfType('identifier')
      .filter((node) => node !== null)
      .filter(isReference)
      .map(({ text }) => text),
  };
}

async function bicepParser(): Promise<Parser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  return new Parser().setLanguage(await Language.load(grammar));
}

function toResource(node: Node): ParsedResource {
  const [symbol, type, body] = node.namedChildren;
  if (!symbol || !type || !body) throw new SyntaxError(`an incomplete resource: ${node.text}`);
  return {
    symbol: symbol.text,
    type: toValue(type) as string,
    body: toValue(body) as Record<string, unknown>,
  };
}

function toValue(node: Node): unknown {
  const children = node.namedChildren.filter((child) => child !== null);
  switch (node.type) {
    case 'string':
      return children.some(({ type }) => type === 'interpolation') ? new Code(node.text) : unquote(node.text);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'array':
      return children.map(toValue);
    case 'object':
      return Object.fromEntries(
        children.map(({ namedChildren: [name, value] }) => [name?.text, value && toValue(value)]),
      );
    default:
      return new Code(node.text);
  }
}

const unquote = (text: string) => text.slice(1, -1).replace(/\\(.)/g, '$1');

/** An identifier that is neither what is declared here, nor the name of a property or of a function. */
function isReference({ id, parent, endIndex, tree }: Node): boolean {
  const isNaming = parent?.type.endsWith('_declaration') === true || parent?.type === 'object_property';
  const isFunction = tree.rootNode.text[endIndex] === '(';
  return !isFunction && !(isNaming && parent.namedChild(0)?.id === id);
}
