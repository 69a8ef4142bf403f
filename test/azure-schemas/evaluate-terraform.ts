import {
  getExpressionAst,
  parse,
  wrapTerraformExpression,
  type TFExpressionSyntaxTree,
} from '@cdktn/hcl2json';

import type { EvaluatedResource } from './evaluate-bicep.js';

interface EvaluatedTerraform {
  readonly resources: readonly EvaluatedResource[];
  readonly data: readonly EvaluatedResource[];
  readonly provider: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Plans a template in mind: evaluates its resources for the variables of a `terraform.tfvars`. HashiCorp's own parser reads
 * both, and the resource group is given; `terraform plan` needs the provider too, which no package has.
 *
 * @throws Error with the place for text that is not HCL
 * @throws Error for a name or an expression that it does not know
 */
export async function evaluateTerraform(template: string, variables: string): Promise<EvaluatedTerraform> {
  const file = (await parse('main.tf', template)) as ParsedFile;
  const tfvars = withoutEscapes(await parse('terraform.tfvars', variables)) as Values;
  const given = { resource_group_name: 'the resource group', ...tfvars };
  const unknown = Object.keys(given).filter((name) => !(name in file.variable));
  if (unknown.length > 0) throw new Error(`the template has no variable ${unknown.join()}`);
  const plan = { file, given };
  return {
    resources: await evaluateLabelled(file.resource, plan),
    data: await evaluateLabelled(file.data, plan),
    provider: (await evaluate(file.provider['azurerm']?.[0], plan)) as Values,
    outputs: Object.fromEntries(
      await Promise.all(
        Object.entries(file.output).map(async ([name, [body]]) => [
          name,
          await evaluate(body['value'], plan),
        ]),
      ),
    ) as Values,
  };
}

type Values = Readonly<Record<string, unknown>>;

/** Type → label → contents of the block; the parser returns a list for each block. */
type Labelled = Readonly<Record<string, Readonly<Record<string, readonly [Values]>>>>;

interface ParsedFile {
  readonly provider: Readonly<Record<string, readonly [Values]>>;
  readonly variable: Readonly<Record<string, readonly [Values]>>;
  readonly output: Readonly<Record<string, readonly [Values]>>;
  readonly locals: readonly [Values];
  readonly data: Labelled;
  readonly resource: Labelled;
}

interface Plan {
  readonly file: ParsedFile;
  readonly given: Values;
  /** of the instance of a `for_each` */
  readonly each?: { readonly key: string; readonly value: unknown };
}

/** A file of variables has no expressions; the parser leaves `$${` and `%%{` as they are. */
function withoutEscapes(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/([$%])\1\{/g, '$1{');
  return mapValues(value, withoutEscapes);
}

/** The same for the items of a list and the values of an object. */
function mapValues(value: unknown, map: (item: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(map);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(item)]));
}

async function evaluateLabelled(blocks: Labelled, plan: Plan): Promise<EvaluatedResource[]> {
  const resources = Object.entries(blocks).flatMap(([type, labels]) =>
    Object.keys(labels).map(async (symbol) => {
      const bodies = await instancesOf(blocks, [type, symbol], plan);
      return bodies.map((body) => ({ type, symbol, body }));
    }),
  );
  return (await Promise.all(resources)).flat();
}

/** The instances that `count` and `for_each` create from a block. */
async function instancesOf(blocks: Labelled, [type, label]: readonly string[], plan: Plan) {
  const [block] = blocks[type ?? '']?.[label ?? ''] ?? [];
  if (block === undefined) throw new Error(`${type}.${label} is not declared`);
  const { count, for_each: forEach, ...body } = block;
  const each = Object.entries((await evaluate(forEach ?? {}, plan)) as Values);
  const times = count === undefined ? 1 : Number(await evaluate(count, plan));
  const plans =
    forEach === undefined
      ? Array.from({ length: times }, () => plan)
      : each.map(([key, value]) => ({ ...plan, each: { key, value } }));
  return Promise.all(plans.map(async (one) => withoutNulls((await evaluate(body, one)) as Values)));
}

/** For Terraform, null is the same as absent. */
const withoutNulls = (body: Values) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));

async function evaluate(value: unknown, plan: Plan): Promise<unknown> {
  if (typeof value === 'string') {
    if (!value.includes('${')) return value;
    return evaluateAst(await parseExpression(value), plan);
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => evaluate(item, plan)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([name, item]) => [name, await evaluate(item, plan)]);
  return Object.fromEntries(await Promise.all(entries)) as Values;
}

type Ast = TFExpressionSyntaxTree.ExpressionType;

const parsed = new Map<string, Promise<Ast>>();

/** Once for each text: all tests read the same template. */
function parseExpression(text: string): Promise<Ast> {
  const known =
    parsed.get(text) ?? (getExpressionAst('main.tf', wrapTerraformExpression(text).wrap) as Promise<Ast>);
  parsed.set(text, known);
  return known;
}

async function evaluateAst({ type, meta, children }: Ast, plan: Plan): Promise<unknown> {
  const value = async (index: number) => {
    const child = children[index];
    return child === undefined ? undefined : evaluateAst(child, plan);
  };
  const all = () => Promise.all(children.map((child) => evaluateAst(child, plan)));
  switch (type) {
    case 'literalValue':
      return meta.type === 'string' ? meta.value : (JSON.parse(meta.value) as unknown);
    case 'template':
      return (await all()).join('');
    case 'templateWrap':
      return value(0);
    case 'tuple':
      return all();
    case 'conditional':
      return (await value(0)) === true ? value(1) : value(2);
    case 'unaryOp':
      return (await value(0)) !== true;
    case 'binaryOp':
      return operators[meta.operator]?.(await value(0), await value(1));
    case 'index':
      return ((await value(0)) as Values)[String(await value(1))];
    case 'relativeTraversal':
      return ((await value(0)) as Values)[meta.fullAccessor];
    case 'scopeTraversal':
      return lookUp(meta.fullAccessor.split(/[.[\]]+/), plan);
    case 'for':
    case 'function':
    case 'object':
    case 'splat':
      throw new Error(`not understood here: ${type} ${meta.value}`);
  }
}

const operators: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  equal: (left, right) => left === right,
  notEqual: (left, right) => left !== right,
  logicalAnd: (left, right) => left === true && right === true,
};

/** `var.x`, `local.x`, `each.value.x`, `data.type.label.x`, `type.label.x` or `type.label[0].x` */
async function lookUp([root = '', ...names]: readonly string[], plan: Plan): Promise<unknown> {
  const [name = ''] = names;
  switch (root) {
    case 'var':
      return variable(name, plan);
    case 'local':
      if (!(name in plan.file.locals[0])) throw new Error(`local.${name} is not declared`);
      return evaluate(plan.file.locals[0][name], plan);
    case 'each':
      return names.reduce<unknown>((value, key) => (value as Values)[key], plan.each);
    case 'data':
      return attribute(plan.file.data, names, plan);
    default:
      return attribute(plan.file.resource, [root, ...names], plan);
  }
}

function variable(name: string, { file, given }: Plan): unknown {
  if (name in given) return given[name];
  const [declared] = file.variable[name] ?? [];
  if (declared === undefined || !('default' in declared)) throw new Error(`var.${name} has no value`);
  return declared['default'];
}

/** The address stands for a value that only Azure knows: `azurerm_user_assigned_identity.trusted.principal_id` */
async function attribute(blocks: Labelled, path: readonly string[], plan: Plan): Promise<unknown> {
  const [type = '', label = '', ...rest] = path;
  const [name = '', index = '0'] = rest.toReversed();
  const body = (await instancesOf(blocks, [type, label], plan))[Number(index)];
  if (body === undefined) throw new Error(`${type}.${label} is not deployed`);
  return body[name] ?? `${type}.${label}.${name}`;
}
