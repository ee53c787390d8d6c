import { type RequestHandler, Router } from 'express';
import { icon, stylesheet } from './assets.ts';

/** What the pages load. It depends on nobody, so it stands before whatever asks who is there. */
export function assetsRoutes(onlyThese: RequestHandler): Router {
  const router = Router();
  for (const { path, type, bytes } of [stylesheet, icon])
    router
      .route(path)
      .get((_req, res) => {
        res.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
        res.setHeader('Content-Type', type);
        res.setHeader('Content-Length', bytes.length);
        res.end(bytes);
      })
      .all(onlyThese);
  return router;
}
