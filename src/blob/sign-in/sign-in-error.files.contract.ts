import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { temporaryFolder } from '../../../test/support/temporary-folder.js';
import { fileFlaw } from './sign-in-error.js';

test.skipIf(process.platform === 'win32')(
  'a pipe that no one writes to is no token file, and is not waited for',
  () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(fileFlaw('AZURE_FEDERATED_TOKEN_FILE', pipe)).toContain('is not a file');
  },
);
