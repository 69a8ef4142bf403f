/** Leaves the installable package at dist/nx-azure-cache.tgz. */
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';

const report = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', 'dist'], {
  encoding: 'utf8',
});
const [{ filename }] = JSON.parse(report) as [{ filename: string }];
renameSync(`dist/${filename}`, 'dist/nx-azure-cache.tgz');
