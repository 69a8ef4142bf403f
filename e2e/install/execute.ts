import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a tool in a folder; what it said is in the error when it fails. */
export async function execute(
  [file, ...args]: readonly [string, ...string[]],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { cwd, env: { ...withoutNpm(process.env), ...env }, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(file, args, options).catch((error: unknown) => {
    throw new Error(`${[file, ...args].join(' ')} failed in ${cwd}${outputOf(error)}`);
  });
  return stdout;
}

/** `npm test` tells its children about this project; a tool in another folder must not believe it. */
function withoutNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([key]) => !/^(npm_(?!config_registry)|INIT_CWD|NODE_OPTIONS|VITEST)/i.test(key),
    ),
  );
}

function outputOf(error: unknown): string {
  const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
  return `:\n${stdout}${stderr}`;
}
