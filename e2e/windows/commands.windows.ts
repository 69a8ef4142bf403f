import { expect, test } from 'vitest';
import { projectFiles, type Files } from '../../test/support/workspace/projects.js';
import { parseOutput } from '../../test/support/workspace/parse-output.js';
import { runCommand } from './run-script.js';
import { useWindowsLab } from './windows-lab.js';

const lab = useWindowsLab();
const projects = Object.assign(
  {},
  ...['api', 'web'].map((name) =>
    projectFiles({
      name,
      script: `fs.mkdirSync('dist', { recursive: true }); fs.writeFileSync('dist/out', 'x'.repeat(10_000));`,
    }),
  ),
) as Files;

test('the commands see the container, the last run, and what it left', async () => {
  const share = await lab.cloud.createShare();
  const machine = await lab.windows(share, projects);
  const run = await machine.nx(['run-many', '-t', 'build']);
  expect(parseOutput(run).summary).toMatch(/2 stored/);
  const command = (...args: string[]) => runCommand(machine, args);

  const doctor = await command('doctor', '--json');
  const { checks } = JSON.parse(doctor.stdout) as { checks: { title: string; status: string }[] };
  expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
  expect(checks.map(({ title }) => title)).toEqual(
    expect.arrayContaining(['Versions', 'Configuration', 'Credential', 'Container', 'Rights']),
  );
  expect(doctor.code).toBe(0);

  const stats = await command('stats', '--json');
  expect(JSON.parse(stats.stdout)).toMatchObject({
    containers: [{ container: share.azure.container, total: { count: 2 }, foreign: { count: 0 } }],
  });

  const listed = (await command('ls', 'shared')).stdout.trim().split('\n');
  expect(listed.map((line) => line.split('\t')[0]).toSorted()).toEqual(
    run.tasks.map(({ hash }) => hash).toSorted(),
  );

  const explained = await command('explain', 'web:build');
  expect(explained.stdout).toMatch(/shared +stored: .* by nx-azure-cache\/\S+ local win32/);
  expect(explained.stdout).toMatch(/\nhit +It would be retrieved/);

  const pruned = await command('prune', '--max-size', '0', '--yes');
  expect(pruned).toMatchObject({
    code: 0,
    stderr: '',
    stdout: expect.stringMatching(/^Deleted 2 blobs/) as string,
  });
  expect(await lab.cloud.azurite.blobs(share.azure.container)).toEqual([]);
  expect((await command('explain', 'web:build')).stdout).toMatch(/\nmiss /);
});
