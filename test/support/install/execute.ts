import { execFile } from 'node:child_process';
import { win32 } from 'node:path';
import { promisify } from 'node:util';

/** Runs a tool in a folder; the error of a failed tool contains its output. */
export async function execute(
  command: readonly [string, ...string[]],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = { cwd, env: { ...withoutNpm(process.env), ...env }, maxBuffer: 1 << 26 };
  const [file, ...args] = withoutShell(command);
  const { stdout } = await promisify(execFile)(file, args, options).catch((error: unknown) => {
    throw new Error(`${command.join(' ')} failed in ${cwd}${outputOf(error)}`);
  });
  return stdout;
}

/**
 * On Windows npm is `npm.cmd`, which Node starts by a shell only, and that would take the `^` out of `nx@^24`. So Node runs
 * npm's own script, which is beside it there.
 */
export function withoutShell(
  [file, ...args]: readonly [string, ...string[]],
  { platform, execPath }: Pick<NodeJS.Process, 'platform' | 'execPath'> = process,
): [string, ...string[]] {
  if (platform !== 'win32' || file !== 'npm') return [file, ...args];
  return [execPath, win32.join(win32.dirname(execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js'), ...args];
}

/** `npm test` passes this project's variables to its children; a tool in another folder must not use them. */
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
