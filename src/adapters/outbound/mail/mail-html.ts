import { html } from 'htm/preact';
import { renderToString } from 'preact-render-to-string';
import type { Mail } from '#application/ports/mailer.ts';
import { manyLines, oneLine } from './clean-text.ts';

const PAGE =
  'color-scheme: light dark; max-width: 36rem; margin: 0 auto; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere';
const PARAGRAPH = 'margin: 0 0 1rem; white-space: pre-line';
/** Its colours are its own, with enough contrast on a light and on a dark page. */
const BUTTON =
  'display: inline-block; padding: 0.6rem 1.2rem; border-radius: 6px; background: #1d5fa8; color: #ffffff; text-decoration: none';

/** The mail as an HTML document. Mail readers drop style sheets, hence a style on each element. */
export function mailHtml({ subject, paragraphs, action }: Mail): string {
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta name="color-scheme" content="light dark" />
      <title>${oneLine(subject)}</title>
    </head>
    <body style=${PAGE}>
      ${paragraphs.map((paragraph) => html`<p style=${PARAGRAPH}>${manyLines(paragraph)}</p>`)}
      ${action && html`<p style=${PARAGRAPH}><a href=${oneLine(action.url)} style=${BUTTON}>${oneLine(action.label)}</a></p>`}
    </body>
  </html>`;
  return `<!doctype html>${renderToString(document)}\n`;
}
