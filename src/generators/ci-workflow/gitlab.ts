import { clouds } from '../clouds.js';
import type { CiCommands } from './ci-commands.js';
import type { CiWorkflowOptions } from './options.js';
import type { Provider, Replacement } from './provider.js';

const file = '.gitlab-ci.yml';

/** GitLab. */
export const gitlab: Provider = {
  example: 'gitlab-ci.yml',
  newFile: file,
  findFiles: (tree) => (tree.exists(file) ? [file] : []),
  replacements: (options, commands) => [
    ['the branches main', `the branches ${options.trustedBranches.join(', ')}`],
    ['push/main | schedule/main | web/main', trustedRuns(options)],
    ...cloudReplacements(options),
    ['    - npm ci\n', installCommands(commands)],
    ['npx nx affected', `${commands.nx} affected`],
  ],
};

/** Pipelines that build the branch which they name. */
const sources = ['push', 'schedule', 'web'];

const trustedRuns = ({ trustedBranches }: CiWorkflowOptions) =>
  trustedBranches.flatMap((branch) => sources.map((source) => `${source}/${branch}`)).join(' | ');

function cloudReplacements({ cloud }: CiWorkflowOptions): Replacement[] {
  if (cloud === 'public') return [];
  const { audience, authority } = clouds[cloud];
  const tokenFile = '    - export AZURE_FEDERATED_TOKEN_FILE="$(mktemp)"\n';
  return [
    [clouds.public.audience, audience],
    [tokenFile, `    - export AZURE_AUTHORITY_HOST=${authority}\n${tokenFile}`],
  ];
}

const installCommands = ({ setUp, install }: CiCommands) =>
  [setUp, install].map((command) => (command === undefined ? '' : `    - ${command}\n`)).join('');
