import { createHook } from 'node:async_hooks';

/** How many argon2 computations of this process begin during the work. */
export async function argon2Runs(work: () => Promise<unknown>): Promise<number> {
  let runs = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'ARGON2REQUEST') runs += 1;
    },
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return runs;
}
