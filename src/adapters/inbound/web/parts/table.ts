import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';

export type Column = { readonly label: string; readonly isNumber?: boolean };

type TableProps = {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of a row says what it is about; null: there is nothing to say. */
  readonly rows: readonly { readonly id: string; readonly cells: readonly ComponentChildren[] }[];
};

/** The roles are said, as a narrow screen shows each row as a block, and a browser then forgets that it is a table. */
export const Table = ({ caption, columns, rows }: TableProps): VNode => html`
  <table class="rows" role="table">
    <caption>${caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ label, isNumber }) => html`<th role="columnheader" scope="col" class=${isNumber && 'count'}>${label}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ({ id, cells }) =>
          html`<tr role="row" id=${id}>${cells.map((cell, at) => cellOf(cell, columns[at], at === 0))}</tr>`,
      )}
    </tbody>
  </table>
`;

function cellOf(cell: ComponentChildren, column: Column | undefined, isFirst: boolean): VNode {
  if (isFirst) return html`<th role="rowheader" scope="row" class="subject">${cell}</th>`;
  const kind = column?.isNumber ? 'count' : 'fact';
  return cell === null
    ? html`<td role="cell" class="${kind} none" data-label=${column?.label}>–</td>`
    : html`<td role="cell" class=${kind} data-label=${column?.label}><span>${cell}</span></td>`;
}
