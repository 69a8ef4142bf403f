import { createRequire } from 'node:module';
import { Language, Parser, type Node } from 'web-tree-sitter';

/** A resource that a template deploys, with all values evaluated. Loops give several with one symbol. */
export interface EvaluatedResource {
  /** e.g. `account`, or `cache` in Terraform */
  readonly symbol: string;
  readonly type: string;
  readonly body: Record<string, unknown>;
}

interface EvaluatedBicep {
  readonly resources: readonly EvaluatedResource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Names that the template declares. */
  readonly declared: readonly string[];
  /** Names that the template refers to, without functions and properties. */
  readonly used: readonly string[];
}

/**
 * Deploys a template in mind: evaluates its resources for the parameters of a `.bicepparam`. It reads by the grammar of
 * Bicep, since no package has the compiler, and supports the syntax of our template.
 *
 * @throws SyntaxError for text that is not Bicep
 * @throws Error for a name or an expression that it does not know
 */
export async function evaluateBicep(template: string, parameters: string): Promise<EvaluatedBicep> {
  const root = await parseBicep(template);
  const scope = createScope(root, await readParameters(parameters));
  const resources = ofType(root, 'resource_declaration');
  return {
    resources: resources.flatMap((node) =>
      bodiesOf(node, scope).map((body) => ({
        symbol: nameOf(node),
        type: String(evaluate(at(node, 1), scope)),
        body,
      })),
    ),
    outputs: Object.fromEntries(
      ofType(root, 'output_declaration').map((node) => [nameOf(node), evaluate(at(node, -1), scope)]),
    ),
    declared: [
      ...ofType(root, 'parameter_declaration', 'variable_declaration', 'type_declaration'),
      ...resources,
    ]
      .map(nameOf)
      .concat(ofType(root, 'for_statement').map(loopVariable)),
    used: ofType(root, 'identifier')
      .filter(isReference)
      .map(({ text }) => text),
  };
}

async function loadParser(): Promise<Parser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-bicep/tree-sitter-bicep.wasm');
  return new Parser().setLanguage(await Language.load(grammar));
}

let loading: Promise<Parser> | undefined;

async function parseBicep(text: string): Promise<Node> {
  const parser = await (loading ??= loadParser());
  // The grammar reads `[f().x]` as two items.
  const clear = text.replaceAll(/\[(\w+\(\)\.\w+)\]/g, '[($1)]');
  const root = parser.parse(clear)?.rootNode;
  if (!root || root.hasError) throw new SyntaxError(`not Bicep: ${root?.toString() ?? ''}`);
  return root;
}

/** The grammar knows `using`, but no `param` without a type, which a variable is. */
async function readParameters(text: string): Promise<ReadonlyMap<string, unknown>> {
  const root = await parseBicep(text.replaceAll(/^param (?=\w+ =)/gm, 'var '));
  const nodes = ofType(root, 'variable_declaration');
  return new Map(nodes.map((node) => [nameOf(node), evaluate(at(node, 1), new Map())]));
}

/** Name → value, evaluated on first use, since Bicep has no order. */
type Scope = ReadonlyMap<string, () => unknown>;

function createScope(root: Node, given: ReadonlyMap<string, unknown>): Scope {
  const scope = new Map<string, () => unknown>();
  for (const node of ofType(root, 'parameter_declaration')) {
    const byDefault = children(node)[2];
    scope.set(nameOf(node), () => {
      if (given.has(nameOf(node))) return given.get(nameOf(node));
      if (byDefault === undefined) throw new Error(`the parameter ${nameOf(node)} is missing`);
      return evaluate(byDefault, scope);
    });
  }
  const unknown = [...given.keys()].filter((name) => !scope.has(name));
  if (unknown.length > 0) throw new Error(`the template has no parameter ${unknown.join()}`);
  for (const node of ofType(root, 'variable_declaration'))
    scope.set(nameOf(node), () => evaluate(at(node, 1), scope));
  for (const node of ofType(root, 'resource_declaration'))
    scope.set(nameOf(node), () => valueOf(nameOf(node), bodiesOf(node, scope)[0] ?? {}));
  return scope;
}

/** A resource as other resources refer to it. The symbol (`trustedIdentity`) stands for values that only Azure knows. */
const valueOf = (symbol: string, body: Record<string, unknown>) => ({
  ...body,
  id: symbol,
  properties: { ...(body['properties'] as object), principalId: symbol, clientId: symbol },
});

/** None where its `if` does not hold, and several of a `for`. */
function bodiesOf(node: Node, scope: Scope): Record<string, unknown>[] {
  const value = at(node, 2);
  const isLeftOut = value.type === 'if_statement' && evaluate(at(value, 0), scope) !== true;
  if (isLeftOut) return [];
  const body = evaluate(value.type === 'if_statement' ? at(value, 1) : value, scope);
  return (Array.isArray(body) ? body : [body]) as Record<string, unknown>[];
}

function evaluate(node: Node, scope: Scope): unknown {
  const value = (index: number) => evaluate(at(node, index), scope);
  switch (node.type) {
    case 'string':
      return textOf(node, scope);
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'array':
      return children(node).map((item) => evaluate(item, scope));
    case 'object':
      return Object.fromEntries(children(node).map((item) => [nameOf(item), evaluate(at(item, 1), scope)]));
    case 'identifier':
      return lookUp(node.text, scope);
    case 'parenthesized_expression':
      return value(0);
    case 'ternary_expression':
      return value(0) === true ? value(1) : value(2);
    case 'unary_expression':
      return value(0) !== true;
    case 'binary_expression':
      return operators[node.childForFieldName('operator')?.text ?? '']?.(value(0), value(1));
    case 'member_expression':
      return (value(0) as Record<string, unknown>)[at(node, 1).text];
    case 'subscript_expression':
      return (value(0) as Record<string, unknown>)[String(value(1))];
    case 'call_expression':
      return call(
        at(node, 0).text,
        children(at(node, 1)).map((item) => evaluate(item, scope)),
      );
    case 'for_statement':
      return (value(1) as unknown[]).map((item) =>
        evaluate(at(node, 2), new Map([...scope, [loopVariable(node), () => item]])),
      );
    default:
      throw new Error(`not understood here: ${node.type} ${node.text}`);
  }
}

function lookUp(name: string, scope: Scope): unknown {
  const value = scope.get(name);
  if (value === undefined) throw new Error(`${name} is not declared`);
  return value();
}

const operators: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '==': (left, right) => left === right,
  '&&': (left, right) => left === true && right === true,
};

function call(name: string, args: readonly unknown[]): unknown {
  switch (name) {
    case 'empty':
      return args[0] === '';
    case 'guid':
      return `guid(${args.join(', ')})`;
    case 'subscriptionResourceId':
      return args.join('/');
    case 'resourceGroup':
      return { id: 'the resource group', location: 'its location' };
    case 'tenant':
      return { tenantId: 'the tenant' };
    case 'subscription':
      return { subscriptionId: 'the subscription' };
    default:
      throw new Error(`no function is known here as ${name}`);
  }
}

/** Evaluates a string and its interpolated expressions. */
function textOf(node: Node, scope: Scope): string {
  let result = '';
  let position = node.startIndex + 1;
  const literal = (end: number) =>
    node.text.slice(position - node.startIndex, end - node.startIndex).replace(/\\(.)/g, '$1');
  for (const part of children(node).filter(({ type }) => type === 'interpolation')) {
    result += literal(part.startIndex) + String(evaluate(at(part, 0), scope));
    position = part.endIndex;
  }
  return result + literal(node.endIndex - 1);
}

const children = (node: Node) => node.namedChildren.filter((child) => child !== null);
const ofType = (root: Node, ...types: string[]) =>
  root.descendantsOfType(types).filter((node) => node !== null);
const nameOf = (node: Node) => at(node, 0).text;
const loopVariable = (node: Node) => node.childForFieldName('initializer')?.text ?? '';

function at(node: Node, index: number): Node {
  const child = children(node).at(index);
  if (!child) throw new Error(`incomplete: ${node.text}`);
  return child;
}

/** Checks that an identifier is a reference, and not the name of a declaration, property or function. */
function isReference({ id, parent, endIndex, tree }: Node): boolean {
  const isNaming = parent?.type.endsWith('_declaration') === true || parent?.type === 'object_property';
  const isFunction = tree.rootNode.text[endIndex] === '(';
  return !isFunction && !(isNaming && parent.namedChild(0)?.id === id);
}
