import type { Response } from 'express';
import { h } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import { icon, liveScript, stylesheet } from './assets.ts';
import { Layout, type Page } from './layout.ts';
import { setPageHeaders } from './page-headers.ts';

export function sendPage(res: Response, status: number, page: Page): void {
  res.end(writtenPage(res, status, page));
}

/** Everything of the answer but its end: the body is handed back. */
export function writtenPage(res: Response, status: number, page: Page): string {
  const assets = { stylesheet: stylesheet.path, icon: icon.path, liveScript: liveScript.path };
  const body = `<!doctype html>${renderToString(h(Layout, { page, assets, isRefusal: status >= 400 }))}`;
  res.statusCode = status;
  setPageHeaders(res, page.isLive);
  // A refusal has one by RFC 9110 §15.5.2; the browser makes nothing of it, as the form is the way to sign in.
  if (status === 401) res.setHeader('WWW-Authenticate', 'Bearer');
  res.setHeader('Content-Length', Buffer.byteLength(body));
  return body;
}
