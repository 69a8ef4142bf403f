import { clouds } from '../clouds.js';
import type { CiCommands } from './ci-commands.js';
import { listBranches, testBranches, type CiWorkflowOptions } from './options.js';
import type { Provider, Replacement } from './provider.js';

const folder = '.github/workflows';

/**
 * GitHub Actions. The branch rules of the environment decide whether a job gets the trusted environment, which it asks
 * for by name: https://docs.github.com/actions/reference/security/oidc
 */
export const github: Provider = {
  example: 'github-actions.yml',
  newFile: `${folder}/ci.yml`,
  findFiles: (tree) =>
    tree
      .children(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => `${folder}/${name}`),
  replacements: (options, commands) => [
    ['nx-cache-trusted', options.githubEnvironment],
    ['      - main\n', listBranches(options, '      ')],
    ["github.ref == 'refs/heads/main'", trustedIf(options)],
    ['the branches main', `the branches ${options.trustedBranches.join(', ')}`],
    ...cloudReplacements(options),
    ...toolReplacements(commands),
    ['npm ci', commands.install],
    ['npx nx affected', `${commands.nx} affected`],
  ],
};

const trustedIf = (options: CiWorkflowOptions) =>
  testBranches(options, {
    equals: (ref) => `github.ref == ${ref}`,
    startsWith: (ref) => `startsWith(github.ref, ${ref})`,
    anyOf: (tests) => `(${tests.join(' || ')})`,
  });

function cloudReplacements({ cloud }: CiWorkflowOptions): Replacement[] {
  if (cloud === 'public') return [];
  const { environment, audience } = clouds[cloud];
  const last = '          allow-no-subscriptions: true\n';
  const more = `          environment: ${environment}\n          audience: ${audience}\n`;
  return [[last, last + more]];
}

/** The package manager precedes the action that caches its packages; that action knows nothing of bun. */
function toolReplacements({ manager, setUp, isPinned }: CiCommands): Replacement[] {
  const setUpNode = '      - uses: actions/setup-node@v7\n';
  const cache = '          cache: npm\n';
  if (manager === 'bun') return [[cache, '      - uses: oven-sh/setup-bun@v2\n']];
  const version = isPinned ? '' : '        with:\n          version: 10\n';
  const pnpm = `      - uses: pnpm/action-setup@v6\n${version}`;
  const other = setUp === undefined ? '' : `      - run: ${setUp}\n`;
  return [
    [setUpNode, (manager === 'pnpm' ? pnpm : other) + setUpNode],
    [cache, cache.replace('npm', manager)],
  ];
}
