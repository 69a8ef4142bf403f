import { expect, test } from 'vitest';

import { localUser } from './local-user.js';

test('the name of the user', () => {
  expect(localUser(() => ({ username: 'ada' }))).toBe('ada');
});

test('a user without a name has a number', () => {
  const nameless = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };
  expect(localUser(nameless)).toBe(`uid ${process.getuid?.()}`);
});
