import { type RequestHandler, Router } from 'express';
import { icon, liveScript, stylesheet } from './assets.ts';

export type AssetsParts = {
  /** Declares that answers are kept by everybody for ever: what they are is in their address. */
  readonly keptByAll: RequestHandler;
  readonly onlyThese: RequestHandler;
};

/** What the pages load. It depends on nobody, so it stands before whatever asks who is there. */
export function assetsRoutes({ keptByAll, onlyThese }: AssetsParts): Router {
  const router = Router();
  for (const { path, type, bytes } of [stylesheet, liveScript, icon])
    router
      .route(path)
      .get(keptByAll, (_req, res) => {
        res.setHeader('Content-Type', type);
        res.setHeader('Content-Length', bytes.length);
        res.end(bytes);
      })
      .all(onlyThese);
  return router;
}
