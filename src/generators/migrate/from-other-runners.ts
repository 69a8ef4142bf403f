import { adviseOnSecrets } from './secrets.js';
import {
  isRemotecacheAzure,
  tasksRunners,
  type Migration,
  type TasksRunner,
  type Workspace,
} from './workspace.js';

/**
 * Any other custom tasks runner: its artifacts are not in Azure, and its options do not name a storage account. Nothing is
 * changed; the report says what to remove and what to set.
 */
export function fromOtherRunners({ nxJson, packages }: Workspace): Migration | undefined {
  const all = tasksRunners(nxJson);
  const runners = all.filter((runner) => !isRemotecacheAzure(runner));
  if (runners.length === 0) return undefined;
  const names = [...new Set(runners.map(({ runner }) => runner))];
  const installed = Object.keys(packages).filter(
    (name) => names.includes(name) || name.startsWith('nx-remotecache-'),
  );
  const isSetUp = nxJson['azure'] !== undefined || all.length > runners.length;
  return {
    from: names.join(' and '),
    edits: [],
    packages: [],
    moves: false,
    notes: [],
    todo: [
      ...runners.flatMap(stepsFor),
      ...(installed.length === 0 ? [] : [`Remove ${installed.join(' and ')} from package.json.`]),
      ...(isSetUp ? [] : [setUp]),
      'Expect misses at first: artifacts of the former cache are not read.',
    ],
  };
}

const setUp =
  'Set up this package: nx generate nx-azure-cache:init. It asks for the storage account and the container, and writes the "azure" key of nx.json. Credentials go in variables.';

function stepsFor({ name, runner, options }: TasksRunner): string[] {
  const why = /^(@nrwl\/)?nx-cloud$/.test(runner)
    ? 'with it Nx uses Nx Cloud and no other remote cache.'
    : 'Nx 21 and later run no custom runner.';
  const used = nxOptions.filter((option) => option in options);
  return [
    `Remove tasksRunnerOptions.${name} ("${runner}") from nx.json: ${why}`,
    ...(used.length === 0
      ? []
      : [
          `Keep what Nx itself reads of its options (${used.join(', ')}): cacheableOperations becomes "cache": true in targetDefaults, maxParallel becomes parallel, and the others are keys of nx.json.`,
        ]),
    ...adviseOnSecrets(options),
  ];
}

/** The options of any runner that are Nx's own. */
const nxOptions = ['cacheableOperations', 'parallel', 'maxParallel', 'cacheDirectory', 'useDaemonProcess'];
