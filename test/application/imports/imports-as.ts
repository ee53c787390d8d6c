import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { inspectFile } from '#application/imports/reading/inspect-file.ts';
import type { ReadOperation, ReadRow } from '#application/imports/reading/read-row.ts';
import { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { inChunks } from './chunks.ts';
import { rowsUnder } from './read-tables.ts';

const EXPORTS = new URL('./broker-exports/', import.meta.url);

export const brokerExport = (name: string): Uint8Array => readFileSync(new URL(`${name}-export.csv`, EXPORTS));

/**
 * One broker's sample, row by row, as it was worked out by hand from the file and from what an operation means:
 * `row | type | isin and symbol | quantity | price | currency | payment | fee | date | id`, or `row | ignored`, or `row | problem | column`.
 * The id is the broker's `own`, `shared` by several rows and so made longer, or made from the `content`. `cash` is what the payments
 * of each currency come to, `refused` what the domain finds wrong in the sample: `row field CODE`.
 */
export function importsAs(
  name: string,
  cash: Readonly<Record<string, string>>,
  table: string,
  refused: readonly string[] = [],
): void {
  describe(`The export of ${name}`, () => {
    const file = brokerExport(name);

    it('is recognised, and leaves nothing to ask', async () => {
      const inspection = await inspectFile(inChunks(file));
      expect(inspection).to.deep.include({ problem: null, questions: [] });
      expect(inspection.mapping?.template).to.equal(name);
    });

    it('gives these operations', async () => {
      const rows = await rowsUnder(file);
      const wanted = table.trim().split('\n');
      expect(rows.flatMap(linesOf)).to.deep.equal(wanted);
    });

    it('is what the domain accepts', async () => {
      const violations = (await rowsUnder(file)).flatMap((row) =>
        operationsOf(row).flatMap(({ draft }) => refusalsOf(draft).map((violation) => `${row.number} ${violation}`)),
      );
      expect(violations).to.deep.equal(refused);
    });

    it('adds up to this cash', async () => {
      const sums = new Map<string, Decimal>();
      for (const { draft } of (await rowsUnder(file)).flatMap(operationsOf)) {
        const payment = Decimal.parse(draft.payment ?? '0');
        const currency = draft.currency ?? '';
        sums.set(currency, (sums.get(currency) ?? Decimal.ZERO).plus(payment));
      }
      expect(Object.fromEntries([...sums].map(([currency, sum]) => [currency, sum.text]))).to.deep.equal(cash);
    });
  });
}

const operationsOf = ({ outcome }: ReadRow): readonly ReadOperation[] =>
  'operations' in outcome ? outcome.operations : [];

function linesOf({ number, outcome }: ReadRow): string[] {
  if ('ignored' in outcome)
    return [`${number} | ${/^[A-Z].*\.$/.test(outcome.ignored) ? 'ignored' : 'without a reason'}`];
  if ('problems' in outcome) return outcome.problems.map(({ column }) => `${number} | problem | ${column}`);
  return outcome.operations.map(({ draft, externalId }) => {
    const names = [draft.figi, draft.isin, draft.symbol].filter(Boolean).join(' ');
    const { type, quantity, price, currency, payment, fee, date } = draft;
    const cells = [type, names, quantity, price, currency, payment, fee, date, kindOf(externalId)];
    expect(draft.externalId).to.equal(externalId);
    return [number, ...cells.map((cell) => cell ?? '')].join(' | ');
  });
}

/** `content`, `shared` or `own`; with the ordinal where it is not the first, and the place in the row. */
function kindOf(id: string): string {
  const [, row = '', place = ''] = /^(.*?)(\/[0-9]+)?$/.exec(id) ?? [];
  const content = /^[0-9a-f]{32}-([0-9]+)$/.exec(row);
  const shared = /^.+-[0-9a-f]{12}-([0-9]+)$/.exec(row);
  const ordinal = content?.[1] ?? shared?.[1] ?? '1';
  const kind = content
    ? 'content'
    : shared && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(row)
      ? 'shared'
      : 'own';
  return `${kind}${ordinal === '1' ? '' : ` -${ordinal}`}${place === '' ? '' : ` ${place}`}`;
}

const ID = '0198c0de-0000-7000-8000-000000000001';

function refusalsOf(draft: OperationDraft): readonly string[] {
  try {
    Operation.record(ID, ID, ID, draft, new Date('2026-11-24T00:00:00Z'));
    return [];
  } catch (error) {
    if (error instanceof InvalidFields) return error.violations.map(({ field, code }) => `${field} ${code}`);
    throw error;
  }
}
