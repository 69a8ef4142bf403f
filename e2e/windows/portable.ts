import { projectFiles, type Files } from '../../test/support/workspace/projects.js';
import { edgeCaseOutputs, projectOn } from '../../test/support/workspace/edge-case-outputs.js';

/** Outputs that are hard on a cache, and that both systems can hold: no links, as Wine makes none. */
const script = String.raw`${edgeCaseOutputs}
const deep = 'dist/' + Array.from({ length: 8 }, (_, i) => 'a folder with a long name ' + 'n'.repeat(20) + i).join('/');
fs.mkdirSync(deep, { recursive: true });
write(deep + '/index.js', 'a path of more than 400 characters');
// Where Windows has such outputs, Nx itself fails the next run: it cannot remove them ("Access denied").
if (process.platform !== 'win32') write('dist/locked', 'not to be written', 0o444);
for (const name of ['caf\u00e9', 'cafe\u0301', 'K', '\u212a', 'ß', 'ss']) write('dist/' + name, 'a name of its own');
write('dist/console.js', 'no device, though it starts like one');
write('dist/binary', Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * i) % 251)));
write('../../terminalOutput', 'an output at the root of the workspace');
`;

export const portableOutputs = ['packages/portable/dist', 'packages/app/dist', 'terminalOutput'];

export const portableProjects: Files = {
  ...projectFiles({
    name: 'portable',
    script,
    outputs: ['{projectRoot}/dist', '{workspaceRoot}/terminalOutput'],
  }),
  ...projectOn('portable'),
};
