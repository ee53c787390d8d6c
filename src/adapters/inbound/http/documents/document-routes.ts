import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import type { Cached } from '../caching/cached.ts';
import { publicFor, says } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const forAll = publicFor(300);

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Blotter API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<noscript>This page needs JavaScript. The document itself is at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</noscript>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

const START = `window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
});
`;

const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

/** A page to read and try the contract, which loads nothing from elsewhere. Nothing here depends on who asks. */
export function documentRoutes(cached: Cached): Router {
  const router = Router();
  const page = cached(forAll, () => ({ type: 'text/html; charset=utf-8', body: PAGE }));
  const start = cached(forAll, () => ({ type: 'text/javascript; charset=utf-8', body: START }));
  router.route('/').get(contentPolicy, page).all(onlyThese);
  router.route('/start.js').get(contentPolicy, start).all(onlyThese);
  for (const asset of ASSETS) router.route(`/${asset}`).get(says(forAll), file(asset)).all(onlyThese);
  return router;
}

const contentPolicy: RequestHandler = (_req, res, next) => {
  res.setHeader('Content-Security-Policy', CSP);
  next();
};

const folder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

const file =
  (name: string): RequestHandler =>
  (_req, res) => {
    res.sendFile(join(folder, name), { cacheControl: false });
  };
