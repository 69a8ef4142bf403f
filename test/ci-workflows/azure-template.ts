import { parse } from 'yaml';

import { evaluateAzure, type Variables } from './azure-expression.js';

/** A pipeline as Azure runs it: `${{ … }}` worked out with the variables of the run and its own. */
export function expandPipeline(source: string, given: Variables): Readonly<Record<string, unknown>> {
  const root = parse(source, { uniqueKeys: false }) as Record<string, unknown>;
  const variables = withOwn(root['variables'], given);
  const jobs = [root, ...list(root['stages'])].flatMap((stage) => list(stage['jobs']));
  const own = jobs.reduce<Variables>((known, job) => withOwn(job['variables'], known), variables);
  return expand(root, own) as Record<string, unknown>;
}

const list = (value: unknown) => (Array.isArray(value) ? (value as Record<string, unknown>[]) : []);

/** Those of a list, as far as their values are settled in the file. */
function withOwn(declared: unknown, known: Variables): Variables {
  if (!Array.isArray(declared)) return known;
  const items = expand(declared, known) as { name?: string; value?: string }[];
  return {
    ...known,
    ...Object.fromEntries(items.flatMap(({ name, value }) => (name ? [[name, value ?? '']] : []))),
  };
}

function expand(value: unknown, variables: Variables): unknown {
  if (Array.isArray(value)) return expandList(value, variables);
  if (typeof value === 'string') return expandText(value, variables);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    chosen(Object.entries(value), variables).flatMap(([key, inner, isInserted]) =>
      isInserted
        ? Object.entries(expand(inner, variables) as object)
        : [[key, expand(inner, variables)] as [string, unknown]],
    ),
  );
}

function expandList(items: readonly unknown[], variables: Variables): unknown[] {
  const entries = items.map((item): [string, unknown] => {
    const [first] = typeof item === 'object' && item !== null ? Object.entries(item) : [];
    return first?.[0].startsWith('${{') === true ? first : ['', item];
  });
  return chosen(entries, variables).flatMap(([, inner, isInserted]) => {
    const expanded = expand(inner, variables);
    return isInserted ? expanded : [expanded];
  });
}

/** Removes the branches that `${{ if … }}` and `${{ else }}` rule out. */
function chosen(entries: readonly [string, unknown][], variables: Variables): [string, unknown, boolean][] {
  let isSettled = false;
  return entries.flatMap(([key, inner]): [string, unknown, boolean][] => {
    const condition = /^\$\{\{ if (.*) \}\}$/.exec(key)?.[1];
    if (condition !== undefined) isSettled = evaluateAzure(condition, variables) === true;
    if (condition !== undefined) return isSettled ? [[key, inner, true]] : [];
    if (key === '${{ else }}') return isSettled ? [] : [[key, inner, true]];
    return [[key, inner, false]];
  });
}

const expandText = (text: string, variables: Variables) =>
  text.replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => String(evaluateAzure(expression, variables)));
