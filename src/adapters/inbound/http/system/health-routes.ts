import { Router } from 'express';
import { sendJson } from '../answers.ts';
import { noStore, says } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';

/** A part of the house that must work before requests are welcome: resolves when it does, and rejects with the reason. */
export type ReadinessCheck = { readonly part: string; readonly check: () => Promise<void> };

/** How long a part may take to say that it works, in milliseconds. */
const PATIENCE = 1_000;

export function healthRoutes(checks: readonly ReadinessCheck[]): Router {
  const router = Router();
  // Asks nothing but the event loop: a process that waits for its database is alive.
  router
    .route('/livez')
    .get(says(noStore), (_req, res) => sendJson(res, 200, '{"status":"alive"}'))
    .all(onlyThese);
  router
    .route('/readyz')
    .get(says(noStore), async (_req, res) => {
      const parts = await Promise.all(checks.map(stateOf));
      const ready = parts.every(({ ready }) => ready);
      if (!ready) res.setHeader('Retry-After', '1');
      sendJson(res, ready ? 200 : 503, JSON.stringify({ status: ready ? 'ready' : 'not ready', parts }));
    })
    .all(onlyThese);
  return router;
}

async function stateOf({ part, check }: ReadinessCheck): Promise<{ part: string; ready: boolean; reason?: string }> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const tooSlow = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE} ms`)), PATIENCE);
    });
    await Promise.race([check(), tooSlow]);
    return { part, ready: true };
  } catch (error) {
    return { part, ready: false, reason: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}
