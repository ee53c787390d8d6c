import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router } from 'express';
import type { Cached, Produce } from '../caching/cached.ts';
import { keptForAll } from '../caching/kept.ts';
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

/** The contract and a page to read and try it, which loads nothing from elsewhere. Nothing here depends on who asks. */
export function documentRoutes(version: string, cached: Cached): Router {
  const router = Router();
  const contract = cached(forAll, openApi(version), keptForAll('documents', version));
  const page = cached(forAll, () => ({ type: 'text/html; charset=utf-8', body: PAGE }));
  const start = cached(forAll, () => ({ type: 'text/javascript; charset=utf-8', body: START }));
  router.route('/v1/openapi.json').get(contract).all(onlyThese);
  router.route('/docs').get(contentPolicy, page).all(onlyThese);
  router.route('/docs/start.js').get(contentPolicy, start).all(onlyThese);
  for (const asset of ASSETS) router.route(`/docs/${asset}`).get(says(forAll), file(asset)).all(onlyThese);
  return router;
}

/** Made when asked for: it costs 50 ms, which a start need not wait for. */
const openApi =
  (version: string): Produce =>
  async () => {
    const { openApiDocument } = await import('./openapi.ts');
    return { body: JSON.stringify(openApiDocument(version)) };
  };

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
