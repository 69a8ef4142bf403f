import type { InfrastructureSchema } from '../../src/generators/infrastructure/options.js';

const common = {
  accountName: 'acmenxcache',
  githubRepository: 'acme/web',
  developersGroupObjectId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
};

/** Options that lead to different deployments; between them every part of the templates is deployed. */
export const variants = {
  'two containers': { ...common, trustedBranches: ['main', 'stable'] },
  'one container': { ...common, oneContainer: true, prefix: 'team-a/web' },
  'another cloud': { ...common, cloud: 'usgov', githubRepository: 'acme@12/web@345' },
  'an environment and other CIs': {
    ...common,
    redundancy: 'ZRS',
    trustedBranches: ['main', 'release/*'],
    githubEnvironment: 'nx-cache-trusted',
    trustedSubjects: ['https://gitlab.com project_path:acme/web:ref_type:branch:ref:main'],
    untrustedSubjects: ["https://ci.example/o'neill ${subject} %{with} \\signs"],
  },
} satisfies Record<string, InfrastructureSchema>;
