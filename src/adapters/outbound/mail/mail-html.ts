import { h, html } from 'htm/preact';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Mail } from '#application/ports/mailer.ts';
import { manyLines, oneLine } from './clean-text.ts';
import { HtmlTable } from './html-table.ts';

const PAGE =
  'color-scheme: light dark; max-width: 36rem; margin: 0 auto; padding: 1.5rem; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere';
const PARAGRAPH = 'margin: 0 0 1rem; white-space: pre-line';
/** Its colours are its own, with enough contrast on a light and on a dark page. */
const BUTTON =
  'display: inline-block; padding: 0.6rem 1.2rem; border-radius: 6px; background: #1d5fa8; color: #ffffff; text-decoration: none';

const PICTURE = 'margin: 0 0 1.5rem';
const IMAGE = 'display: block; width: 100%; max-width: 36rem; height: auto; border: 0';

/** A picture of the mail: its place, its size on the page, what it says, and what it could not write. */
export type ShownPicture = {
  readonly src: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly legend: readonly string[];
};

/** The mail as an HTML document. Mail readers drop style sheets, hence a style on each element. */
export function mailHtml({ subject, paragraphs, tables = [], action }: Mail, picture: ShownPicture | null): string {
  const document = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta name="color-scheme" content="light dark" />
      <title>${oneLine(subject)}</title>
    </head>
    <body style=${PAGE}>
      ${paragraphs.map((paragraph) => html`<p style=${PARAGRAPH}>${manyLines(paragraph)}</p>`)}
      ${picture && h(HtmlPicture, picture)}
      ${tables.map((table) => h(HtmlTable, table))}
      ${action && html`<p style=${PARAGRAPH}><a href=${oneLine(action.url)} style=${BUTTON}>${oneLine(action.label)}</a></p>`}
    </body>
  </html>`;
  return `<!doctype html>${renderToString(document)}\n`;
}

const HtmlPicture = ({ src, width, height, alt, legend }: ShownPicture): VNode => html`<div style=${PICTURE}>
  <img src=${src} width=${width} height=${height} alt=${alt} style=${IMAGE} />
  ${legend.map((words) => html`<div style="margin: 0.25rem 0 0; font-size: 14px">${words}</div>`)}
</div>`;
