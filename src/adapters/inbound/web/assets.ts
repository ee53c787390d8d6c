import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

type Asset = { readonly path: string; readonly type: string; readonly bytes: Buffer };

/** Its name changes with its content, so that browsers may keep it for ever. */
function asset(name: string, extension: string, type: string): Asset {
  const bytes = readFileSync(new URL(`./assets/${name}.${extension}`, import.meta.url));
  const mark = hash('sha256', bytes, 'base64url').slice(0, 12);
  return { path: `/assets/${name}-${mark}.${extension}`, type, bytes };
}

export const stylesheet = asset('blotter', 'css', 'text/css; charset=utf-8');
/** Of the pages that show what goes on. */
export const liveScript = asset('live', 'js', 'text/javascript; charset=utf-8');
export const icon = asset('blotter', 'svg', 'image/svg+xml');
