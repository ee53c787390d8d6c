import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { MailTable } from '#application/ports/mailer.ts';
import { oneLine } from './clean-text.ts';

/** Wider than a narrow screen it is moved by itself, not the whole mail. */
const FRAME = 'margin: 0 0 1.5rem; overflow-x: auto';
const TABLE = 'border-collapse: collapse; width: 100%; font-size: 15px';
const CAPTION = 'padding: 0 0 0.25rem; text-align: start; font-weight: 600; overflow: hidden';
/** A line that is seen, and no more, on a light and on a dark page. */
const CELL = 'padding: 0.3rem 0 0.3rem 0.75rem; border-bottom: 1px solid rgba(127, 127, 127, 0.4)';
const FIRST = CELL.replace('0.75rem', '0');
const TEXT = 'text-align: start; font-weight: 400';
const NUMBER = 'text-align: end; white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums';
const HEAD = 'font-weight: 600; vertical-align: bottom';

export const HtmlTable = ({ caption, columns, rows }: MailTable): VNode => {
  const styleOf = (at: number): string => `${at === 0 ? FIRST : CELL}; ${columns[at]?.isNumber ? NUMBER : TEXT}`;
  return html`<div style=${FRAME}>
    <table style=${TABLE}>
      <caption style=${CAPTION}>${oneLine(caption)}</caption>
      <thead>
        <tr>${columns.map(({ label }, at) => html`<th scope="col" style=${`${styleOf(at)}; ${HEAD}`}>${oneLine(label)}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>${cells.map((cell, at) =>
              at === 0
                ? html`<th scope="row" style=${styleOf(at)}>${oneLine(cell)}</th>`
                : html`<td style=${styleOf(at)}>${oneLine(cell)}</td>`,
            )}</tr>`,
        )}
      </tbody>
    </table>
  </div>`;
};
