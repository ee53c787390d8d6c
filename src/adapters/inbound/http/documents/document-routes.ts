import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { bytesTag, isKnown, JSON_TYPE } from '../answers.ts';
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

const PUBLIC = 'public, max-age=300';

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
export function documentRoutes(version: string): Router {
  const router = Router();
  router.route('/v1/openapi.json').get(openApi(version)).all(onlyThese);
  router.route('/docs').get(text('text/html; charset=utf-8', PAGE)).all(onlyThese);
  router.route('/docs/start.js').get(text('text/javascript; charset=utf-8', START)).all(onlyThese);
  for (const asset of ASSETS) router.route(`/docs/${asset}`).get(file(asset)).all(onlyThese);
  return router;
}

/** Made when first asked for: it costs 50 ms, which a start need not wait for. */
function openApi(version: string): RequestHandler {
  let body: Promise<string> | undefined;
  return async (req, res) => {
    body ??= import('./openapi.ts').then(({ openApiDocument }) => JSON.stringify(openApiDocument(version)));
    sendPublic(req, res, JSON_TYPE, await body);
  };
}

const text =
  (type: string, content: string): RequestHandler =>
  (req, res) => {
    res.setHeader('Content-Security-Policy', CSP);
    sendPublic(req, res, type, content);
  };

function sendPublic(req: Request, res: Response, type: string, body: string): void {
  res.setHeader('Cache-Control', PUBLIC);
  if (isKnown(req, res, bytesTag(body))) return;
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  res.end(body);
}

const folder = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist/package.json')));

const file =
  (name: string): RequestHandler =>
  (_req, res) => {
    res.setHeader('Cache-Control', PUBLIC);
    res.sendFile(join(folder, name), { cacheControl: false });
  };
