import type { JsonEdit } from '../json/edit-json.js';
import { counterpartOf } from './counterpart.js';
import type { Migration } from './migration.js';
import { moveNxOptions } from './nx-options.js';
import { isSecretOption } from './secret-options.js';
import type { Setup } from './setup.js';
import { isOnlyRunner, isRemotecacheAzure, tasksRunners, type TasksRunner } from './tasks-runners.js';

/**
 * From any other custom tasks runner: its artifacts are not in Azure, so that only the user can say where they go. What
 * is Nx's own among its options is moved, as Nx's migrations do it; all else is a list of what to do.
 */
export function fromOtherRunners(setup: Setup): Migration | undefined {
  const { nxJson } = setup;
  const runners = tasksRunners(nxJson).filter((runner) => !isRemotecacheAzure(runner));
  const [first] = runners;
  if (first === undefined) return undefined;
  const moved = moveNxOptions(nxJson, isOnlyRunner(nxJson) ? first.options : {});
  return {
    from: namesOf(runners),
    nxJson: [...moved.edits, ...removeOptions(first, moved.names)],
    packages: [],
    moves: false,
    notes: [],
    todo: [
      ...moved.todo,
      ...runners.flatMap((runner) => stepsFor(runner, moved.names)),
      ...closing(setup, runners),
    ],
  };
}

const namesOf = (runners: readonly TasksRunner[]) =>
  [...new Set(runners.map(({ runner }) => runner))].join(' and ');

function removeOptions({ name, options }: TasksRunner, names: readonly string[]): JsonEdit[] {
  const path = ['tasksRunnerOptions', name, 'options'];
  const isAll = names.length > 0 && Object.keys(options).every((option) => names.includes(option));
  const paths = isAll ? [path] : names.map((option) => [...path, option]);
  return paths.map((path) => ({ path, value: undefined }));
}

function stepsFor({ name, runner, options }: TasksRunner, moved: readonly string[]): string[] {
  const why = /^(@nrwl\/)?nx-cloud$/.test(runner)
    ? 'while it is there, Nx asks Nx Cloud and no other remote cache.'
    : 'Nx 21 and later run no custom runner.';
  const rest = Object.keys(options).filter((option) => !moved.includes(option));
  return [
    `Remove tasksRunnerOptions.${name} ("${runner}"): ${why}`,
    ...rest.map((option) =>
      isSecretOption(option)
        ? `  its option "${option}" is a secret, which stays in the history of nx.json: revoke it`
        : `  its option "${option}" ${counterpartOf(option, options[option])}`,
    ),
  ];
}

/** What comes when the runners are gone. */
function closing({ nxJson, packages }: Setup, runners: readonly TasksRunner[]): string[] {
  const named = runners.map(({ runner }) => runner);
  const left = Object.keys(packages).filter(
    (name) => named.includes(name) || name.startsWith('nx-remotecache-'),
  );
  const isSetUp = nxJson['azure'] !== undefined || tasksRunners(nxJson).some(isRemotecacheAzure);
  return [
    ...(left.length === 0 ? [] : [`Take ${left.join(' and ')} out of package.json.`]),
    ...(isSetUp ? [] : ['Set this package up: nx generate nx-azure-cache:init']),
    'Expect misses at first: nothing that the former cache has stored is read.',
  ];
}
