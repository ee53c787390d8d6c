import { Router } from 'express';
import type { Cached, Produce } from '../caching/cached.ts';
import { keptForAll } from '../caching/kept.ts';
import { publicFor } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';

const SECONDS = 300;

/** The contract, which does not depend on who asks. */
export function contractRoutes(version: string, cached: Cached): Router {
  const router = Router();
  const contract = cached(publicFor(SECONDS), openApi(version), keptForAll('documents', version));
  router.route('/openapi.json').get(contract).all(onlyThese);
  return router;
}

/** Made when asked for: it costs 50 ms, which a start need not wait for. */
const openApi =
  (version: string): Produce =>
  async () => {
    const { openApiDocument } = await import('./openapi.ts');
    return { body: JSON.stringify(openApiDocument(version)) };
  };
