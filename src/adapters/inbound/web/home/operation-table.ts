import { h, html } from 'htm/preact';
import type { VNode } from 'preact';
import type { OperationRow } from '#application/ports/operation-queries.ts';
import { localDates } from './local-dates.ts';

type OperationTableProps = { readonly rows: readonly OperationRow[]; readonly timeZone: string };

/** The roles are said, as a narrow screen shows each row as a block, and a browser then forgets that it is a table. */
export const OperationTable = ({ rows, timeZone }: OperationTableProps): VNode => {
  const dateText = localDates(timeZone);
  return html`
    <table class="rows" role="table">
      <caption>Times are those of ${timeZone}.</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">Date</th>
          <th role="columnheader" scope="col">Operation</th>
          ${AMOUNTS.map((label) => html`<th role="columnheader" scope="col" class="number">${label}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row) => h(OperationLine, { row, date: dateText(new Date(row.date), row.date_precision), key: row.id }))}
      </tbody>
    </table>
  `;
};

const AMOUNTS = ['Quantity', 'Price', 'Payment', 'Fee'];

const OperationLine = ({ row, date }: { readonly row: OperationRow; readonly date: string }): VNode => html`
  <tr role="row">
    <td role="cell" class="when">
      <time datetime=${row.date_precision === 'day' ? row.date.slice(0, 10) : row.date}>${date}</time>
    </td>
    <td role="cell">
      <span class="type">${typeName(row.type)}</span>${' '}
      <span class="instrument">${row.symbol ?? row.isin ?? row.figi}</span>
    </td>
    ${h(Amount, { label: 'Quantity', amount: row.quantity, currency: null })}
    ${h(Amount, { label: 'Price', amount: row.price, currency: row.currency })}
    ${h(Amount, { label: 'Payment', amount: row.payment, currency: row.currency })}
    ${h(Amount, { label: 'Fee', amount: row.fee, currency: row.fee_currency ?? row.currency })}
  </tr>
`;

type AmountProps = { readonly label: string; readonly amount: string | null; readonly currency: string | null };

/** The text as it is: an amount never becomes a number. */
const Amount = ({ label, amount, currency }: AmountProps): VNode =>
  amount === null
    ? html`<td role="cell" class="number none" data-label=${label}>–</td>`
    : html`
        <td role="cell" class="number" data-label=${label}>
          <span>${amount}${currency !== null && html`${' '}<span class="currency">${currency}</span>`}</span>
        </td>
      `;

/** `transfer_in` → `Transfer in`. */
const typeName = (type: string): string => type.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase());
