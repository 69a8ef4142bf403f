const nobody = 65_534;

/** Runs `action` as a user whom permissions bind; they mean nothing to root, under whom CI containers run. */
export function asNobody<T>(action: () => T): T {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(nobody);
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}

/** The same until a promise is settled; meanwhile nothing else may run in the process. */
export async function asNobodyUntil<T>(action: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(nobody);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
