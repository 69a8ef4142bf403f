import { projectFiles, type Files } from '../test/support/workspace/projects.js';

/** A small shop: who is built on whom, and how long its compiler takes, ms. */
const shop = {
  tokens: { dependsOn: [], takes: 600, files: 20 },
  api: { dependsOn: [], takes: 900, files: 60 },
  icons: { dependsOn: ['tokens'], takes: 700, files: 250 },
  ui: { dependsOn: ['tokens', 'icons'], takes: 1500, files: 120 },
  docs: { dependsOn: ['ui'], takes: 800, files: 80 },
  web: { dependsOn: ['ui', 'api'], takes: 2000, files: 200 },
};

export const projectNames = Object.keys(shop);

/** Sources of the shop: each task sleeps as long as a compiler would work, and writes modules with their maps. */
export const shopFiles: Files = Object.assign(
  {},
  ...Object.entries(shop).map(([name, { dependsOn, takes, files }]) =>
    projectFiles({ name, dependsOn, script: compiler(name, takes, files) }),
  ),
) as Files;

function compiler(name: string, takes: number, files: number): string {
  return `await new Promise((resolve) => setTimeout(resolve, ${takes}));
fs.rmSync('dist', { recursive: true, force: true });
fs.mkdirSync('dist/bin', { recursive: true });
for (let i = 0; i < ${files}; i++) {
  const lines = Array.from({ length: 80 }, (_, j) => \`export const ${name}_\${i}_\${j} = \${(i * 7919 + j * 104729) % 99991};\`);
  fs.writeFileSync(\`dist/module-\${i}.js\`, lines.join('\\n'));
  fs.writeFileSync(\`dist/module-\${i}.js.map\`, JSON.stringify({ version: 3, sources: [\`module-\${i}.ts\`], mappings: lines.map((line) => 'A' + line.length).join(';') }));
}
fs.writeFileSync('dist/bin/${name}', '#!/usr/bin/env node\\n', { mode: 0o755 });
console.log('compiled ${files} modules');`;
}
