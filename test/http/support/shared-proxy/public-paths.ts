import { icon, stylesheet } from '#adapters/inbound/web/assets.ts';

/** What depends on nobody, and may be kept by everybody. */
export const PUBLIC_PATHS: readonly string[] = [
  '/api/v1/openapi.json',
  '/api/docs',
  '/api/docs/start.js',
  '/api/docs/swagger-ui.css',
  '/api/docs/favicon-32x32.png',
  stylesheet.path,
  icon.path,
];
