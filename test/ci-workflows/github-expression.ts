import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** Contexts of a run: name → contents. */
export type Contexts = Readonly<Record<string, unknown>>;

/** The value of `${{ … }}`, computed by GitHub's own evaluator. */
export function evaluateGitHub(expression: string, contexts: Contexts): unknown {
  const source = /^\$\{\{(.*)\}\}$/s.exec(expression)?.[1];
  if (source === undefined) throw new Error(`no expression: ${expression}`);
  const { tokens } = new Lexer(source).lex();
  const parsed = new Parser(tokens, Object.keys(contexts), []).parse();
  const root = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const result = new Evaluator(parsed, root).evaluate();
  return result.primitive ? result.coerceString() : result;
}

/** Whether a step runs, by its `if`. */
export function runsIf(expression: string, contexts: Contexts): boolean {
  return evaluateGitHub(expression.replace('${{', '${{ !!(').replace(/\}\}$/, ')}}'), contexts) === 'true';
}
