import { projectFiles, type Files } from '../workspace/projects.js';

/** Outputs that are hard on a cache, and that both systems can hold: no links, as Wine makes none. */
const script = String.raw`
const write = (path, content, mode = 0o644) => fs.writeFileSync(path, content, { mode });
const deep = 'dist/' + Array.from({ length: 8 }, (_, i) => 'a folder with a long name ' + 'n'.repeat(20) + i).join('/');
fs.mkdirSync(deep, { recursive: true });
fs.mkdirSync('dist/empty');
write(deep + '/index.js', 'a path of more than 400 characters');
write('dist/run.sh', '#!/bin/sh\necho hi\n', 0o755);
// Where Windows has such outputs, Nx itself fails the next run: it cannot remove them ("Access denied").
if (process.platform !== 'win32') write('dist/locked', 'not to be written', 0o444);
write('dist/.hidden', 'dot');
write('dist/zero', '');
write('dist/' + 'n'.repeat(196) + '.txt', 'a name of 200 characters');
write('dist/žluťoučký kůň 🐎 数据.txt', 'not ASCII');
write('dist/code', 'a file, not an exit code');
write('dist/console.js', 'no device, though it starts like one');
write('dist/binary', Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i) % 251)));
write('../../terminalOutput', 'an output at the root of the workspace');
console.log('plain, \u001b[32mgreen\u001b[39m, žluťoučký 🐎');
console.error('and stderr');
`;

const app = projectFiles({
  name: 'app',
  dependsOn: ['portable'],
  script: `fs.mkdirSync('dist', { recursive: true });
fs.copyFileSync('../portable/dist/run.sh', 'dist/copied.sh');
console.log('built on top');`,
});

export const portableOutputs = ['packages/portable/dist', 'packages/app/dist', 'terminalOutput'];

export const portableProjects: Files = {
  ...projectFiles({
    name: 'portable',
    script,
    outputs: ['{projectRoot}/dist', '{workspaceRoot}/terminalOutput'],
  }),
  ...app,
};
