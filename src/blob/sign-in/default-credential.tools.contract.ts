import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';

import { createTool, toolSays, type ToolBehavior } from '../../../test/cloud/developer-tool.js';
import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { resolveEntra } from '../../config/entra.js';
import { createDefaultCredential } from './default-credential.js';
import { createEntra } from './entra.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const account = 'acme.blob.core.windows.net';

/** A machine with one tool of a developer. `@azure/identity` reads the environment of the process. */
function machine(tool: 'azd' | 'pwsh', behavior: ToolBehavior) {
  const stand = createTool(tool, temporaryFolder(), behavior);
  onTestFinished(stand.close);
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', credentials[tool]);
  vi.stubEnv('PATH', `${stand.variables.PATH}:/usr/bin:/bin`);
  const settings = resolveEntra({ ...stand.variables, AZURE_TOKEN_CREDENTIALS: credentials[tool] }, []);
  /** as another process would */
  const signIn = (patience?: number) =>
    createEntra({ settings, account, ...(patience !== undefined && { patience }) }).token();
  return { ...stand, signIn };
}

const credentials = { azd: 'AzureDeveloperCliCredential', pwsh: 'AzurePowerShellCredential' };

// No shell scripts on Windows.
describe.skipIf(process.platform === 'win32').each([
  ['azd', 'the Azure Developer CLI', 'azd auth login', toolSays.azdSignedOut],
  ['pwsh', 'Azure PowerShell', 'Connect-AzAccount', toolSays.pwshSignedOut],
] as const)('%s', (tool, name, login, signedOut) => {
  test('gives a token, which is kept for the next process', async () => {
    const { signIn, calls } = machine(tool, { token: 'eyJ.of-the-tool.x' });
    expect(await signIn()).toMatchObject({ token: 'eyJ.of-the-tool.x', tool, managed: false });
    expect(await signIn()).toMatchObject({ token: 'eyJ.of-the-tool.x', tool, kept: true });
    expect(calls()).toHaveLength(1);
  });

  test('that is slow is named', async () => {
    const { signIn, calls } = machine(tool, { token: 'late', delay: 60_000 });
    await expect(signIn(4_000)).rejects.toMatchObject({
      kind: 'sign-in',
      message: expect.stringContaining(`(${name} has not answered yet)`) as string,
    });
    expect(calls()).toHaveLength(1);
  });

  test('whose session has expired is told, with what to do', async () => {
    const { signIn } = machine(tool, { stderr: toolSays.expired });
    await expect(signIn()).rejects.toMatchObject({
      kind: 'credential',
      expected: false,
      message: expect.stringMatching(new RegExp(`${login}.*AADSTS70043`)) as string,
    });
  });

  test('with which nobody is signed in is nobody’s mistake', async () => {
    const { signIn } = machine(tool, { stderr: signedOut });
    await expect(signIn()).rejects.toMatchObject({ kind: 'credential', expected: true });
  });
});

test('Visual Studio Code gives no token here, as its plugin for @azure/identity is missing', async () => {
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'VisualStudioCodeCredential');
  await expect(createDefaultCredential().ask({})).rejects.toMatchObject({
    kind: 'credential',
    expected: true,
  });
});
