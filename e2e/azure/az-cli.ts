import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs `az` with these arguments and returns its JSON output.
 *
 * @throws Error with the command's output
 */
export type Az = (args: readonly string[]) => Promise<unknown>;

/** The user's own Azure CLI. */
export const runAz: Az = async (args) => {
  const options = { maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)('az', [...args, '--output', 'json'], options).catch(
    explain(args),
  );
  return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
};

const explain = (args: readonly string[]) => (error: unknown) => {
  const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
  if (code === 'ENOENT' || code === 'EACCES')
    throw new Error(
      'npm run test:azure needs the Azure CLI, and az cannot be started here: install it ' +
        '(https://learn.microsoft.com/cli/azure/install-azure-cli), sign in with az login, and run this again.',
      { cause: error },
    );
  // The words may hold a subscription's ids, but no secret: none is passed on.
  throw new Error(`az ${args.join(' ')} failed:\n${stderr.trim()}`, { cause: error });
};
