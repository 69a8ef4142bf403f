import { projectFiles, type Files } from './projects.js';

/** Outputs that caches are known to lose or to mix up, and that every system can hold. A part of a task's script. */
export const edgeCaseOutputs = String.raw`
const write = (path, content, mode = 0o644) => fs.writeFileSync(path, content, { mode });
fs.mkdirSync('dist/empty', { recursive: true });
write('dist/run.sh', '#!/bin/sh\necho hi\n', 0o755);
write('dist/.hidden', 'dot');
write('dist/zero', '');
write('dist/' + 'n'.repeat(196) + '.txt', 'a name of 200 characters');
write('dist/žluťoučký kůň 🐎 数据.txt', 'not ASCII');
write('dist/code', 'a file, not an exit code');
console.log('plain, \u001b[32mgreen\u001b[39m, žluťoučký 🐎');
console.error('and stderr');
`;

/** A project that copies the outputs of a project with these outputs. */
export const projectOn = (name: string): Files =>
  projectFiles({
    name: 'app',
    dependsOn: [name],
    script: `fs.mkdirSync('dist', { recursive: true });
fs.copyFileSync('../${name}/dist/run.sh', 'dist/copied.sh');
console.log('built on top');`,
  });

const script = String.raw`${edgeCaseOutputs}
fs.mkdirSync('dist/deep/er', { recursive: true });
write('dist/terminalOutput', 'a file, not the output of a task');
write('dist/deep/er/binary', Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i) % 251)));
fs.symlinkSync('../run.sh', 'dist/deep/link-to-file');
fs.symlinkSync('deep/er', 'dist/link-to-folder');
write('../../code', 'an output at the root of the workspace');
write('../../terminalOutput', 'another');
`;

export const edgeCasePaths = ['packages/tricky/dist', 'code', 'terminalOutput'];

export const edgeCaseProject: Files = projectFiles({
  name: 'tricky',
  script,
  outputs: ['{projectRoot}/dist', '{workspaceRoot}/code', '{workspaceRoot}/terminalOutput'],
});
