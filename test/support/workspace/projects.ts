/** Files of a workspace: path → content. */
export type Files = Readonly<Record<string, string>>;

/** The files that make a folder an Nx workspace; `azure` is the block of nx.json under test. */
export function workspaceFiles(azure?: object): Files {
  const nxJson = {
    ...(azure === undefined ? {} : { azure }),
    targetDefaults: { build: { dependsOn: ['^build'] } },
    useInferencePlugins: false,
    neverConnectToCloud: true,
    analytics: false,
  };
  return {
    'nx.json': json(nxJson),
    'package.json': json({ name: 'workspace', private: true }),
    '.gitignore': 'node_modules\ndist\n',
  };
}

export interface Project {
  readonly name: string;
  /** The task: the rest of an ES module that has `fs`, run in the project's folder. */
  readonly script: string;
  readonly target?: string;
  readonly outputs?: readonly string[];
  readonly dependsOn?: readonly string[];
}

/** A project with one cached task. The task records each execution in a log outside of the workspace. */
export function projectFiles(project: Project): Files {
  const { name, target = 'build', outputs = ['{projectRoot}/dist'], dependsOn = [] } = project;
  const task = { command: 'node task.mjs', options: { cwd: `packages/${name}` }, cache: true, outputs };
  return {
    [`packages/${name}/project.json`]: json({
      name,
      implicitDependencies: dependsOn,
      targets: { [target]: task },
    }),
    [`packages/${name}/task.mjs`]: `import * as fs from 'node:fs';
fs.appendFileSync(process.env.EXECUTED_LOG, '${name}:${target}\\n');
${project.script}
`,
  };
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
