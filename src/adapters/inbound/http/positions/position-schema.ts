import type { Request } from 'express';
import { z } from 'zod';
import type { PositionsQuery } from '#application/ledger/list-positions.ts';
import type { EntriesRequest } from '#application/ports/positions.ts';
import { parseInstrument } from '#domain/ledger/instrument-alias.ts';
import { FEE_VIEWS } from '#domain/ledger/lot.ts';
import { OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import { SIDES } from '#domain/ledger/position.ts';
import { SYMBOL_PATTERN } from '#domain/ledger/symbol.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { INSTANT_PATTERN, parseInstant } from '#domain/shared/instant.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { CursorScope, Cursors } from '../cursor.ts';
import { asGiven, limitUpTo, listQuery, ownerQuery, QueryReader } from '../query.ts';
import { instantOutput, text, uuidOutput, uuidText } from '../shared-schema.ts';

/** Who names no limit wants all of it: most have less than that, and a page ends where it is long, whichever number is asked for. */
const MAX_ENTRIES = 100_000;

export const storyQuery = ownerQuery.extend({
  limit: text({
    description: `How many lots, parts of lots that were closed, and changes: 1 to ${MAX_ENTRIES}, which it is when left out. A page is not longer than about 6 MB, and ends before.`,
    pattern: '^[0-9]{1,6}$',
  }).optional(),
  cursor: listQuery.shape.cursor,
  account_id: uuidText('Of one brokerage account.').optional(),
  as_of: text({
    description: 'With all that happened until then; a bare date is all of that day in your time zone.',
    pattern: INSTANT_PATTERN,
  }).optional(),
  fees: text({
    description: 'separate, the default: fees are told apart. capitalised: they are within prices and gains.',
    enum: [...FEE_VIEWS],
  }).optional(),
});

export const positionsQuery = storyQuery.extend({
  instrument: text({ description: 'A FIGI, an ISIN, a symbol, or an alias.', pattern: SYMBOL_PATTERN }).optional(),
});

export type PositionsRead = {
  readonly query: PositionsQuery;
  readonly entries: EntriesRequest;
  readonly userId: string | undefined;
  readonly scope: CursorScope;
};

/** @throws {InvalidFields} with every violation of the query. @throws {HttpProblem} 400 for a bad cursor. */
export function readPositionsQuery(req: Request, actorId: string, cursors: Cursors): PositionsRead {
  const reader = new QueryReader(req, positionsQuery);
  const instrument = reader.read('instrument', parseInstrument);
  return readRest(reader, instrument, { actorId, cursors, list: 'positions' });
}

/** Of one instrument, which is in the path. Throws the same. */
export const readStoryQuery = (req: Request, instrument: string, actorId: string, cursors: Cursors): PositionsRead =>
  readRest(new QueryReader(req, storyQuery), instrument, { actorId, cursors, list: 'lots' });

type Reading = { readonly actorId: string; readonly cursors: Cursors; readonly list: string };

function readRest(
  reader: QueryReader,
  instrument: string | undefined,
  { actorId, cursors, list }: Reading,
): PositionsRead {
  const query = {
    instrument,
    accountId: reader.read('accountId', parseUuid),
    asOf: reader.read('asOf', parseInstant),
    fees: reader.read('fees', (value) => parseChoice(FEE_VIEWS, value)) ?? 'separate',
  };
  const limit = reader.read('limit', limitUpTo(MAX_ENTRIES)) ?? MAX_ENTRIES;
  const userId = reader.read('userId', parseUuid);
  const cursor = reader.read('cursor', asGiven);
  reader.finish();
  const scope = { userId: actorId, list: JSON.stringify([list, query, userId]) };
  return { query, entries: { limit, after: cursors.read(scope, cursor) }, userId, scope };
}

/** Exact, to 36 digits behind the point where a fraction does not end. */
export const figure = z.string().meta({ pattern: '^-?(0|[1-9][0-9]*)([.][0-9]*[1-9])?$' });

const lot = z
  .strictObject({
    operation_id: uuidOutput.meta({ description: 'What opened it.' }),
    date: instantOutput,
    quantity: figure,
    price: figure,
    cost: figure,
  })
  .meta({ id: 'Lot' });

const common = {
  account_id: uuidOutput,
  instrument: z.string(),
  currency: z.string(),
  figi: z.string().nullable(),
  isin: z.string().nullable(),
  symbol: z.string().nullable(),
  quantity: figure.meta({ description: 'Negative when it is short, as are its cost and the quantities of its lots.' }),
  side: z.enum(SIDES),
};
const figures = {
  average_cost: figure.nullable().meta({ description: 'For one unit; null when nothing is held.' }),
  cost: figure,
  realised_gain: figure,
  fees: figure,
  other_fees: z.array(z.strictObject({ currency: z.string(), amount: figure })),
  dividends: figure.meta({ description: 'Dividends and coupons.' }),
  operations: z.int(),
};

export const position = z.strictObject({ ...common, lots: z.array(lot), ...figures }).meta({ id: 'Position' });

const toldLot = z
  .strictObject({
    operation_id: uuidOutput,
    date: instantOutput,
    side: z.enum(['long', 'short']),
    quantity: figure.meta({ description: 'As it was opened.' }),
    price: figure,
    left: figure.meta({ description: 'After sales, splits and what was paid back.' }),
    price_left: figure.nullable(),
  })
  .meta({ id: 'OpenedLot' });
const toldSale = z
  .strictObject({
    operation_id: uuidOutput,
    date: instantOutput,
    type: z.enum(OPERATION_TYPES),
    quantity: figure.meta({ description: 'What it closed.' }),
    price: figure,
    gain: figure,
    closes: z.array(
      z.strictObject({
        lot: uuidOutput.meta({ description: 'The operation that opened it.' }),
        date: instantOutput,
        quantity: figure,
        lot_price: figure,
        gain: figure,
        arithmetic: z.string(),
      }),
    ),
  })
  .meta({ id: 'Sale' });
const toldChange = z
  .strictObject({
    operation_id: uuidOutput,
    date: instantOutput,
    type: z.enum(OPERATION_TYPES),
    ratio: z.string().nullable(),
    payment: z.string().nullable(),
    gain: figure,
  })
  .meta({ id: 'LotChange' });

export const story = z
  .strictObject({
    ...common,
    ...figures,
    lots: z.array(toldLot),
    sales: z.array(toldSale),
    changes: z.array(toldChange).meta({ description: 'Splits, and capital that was paid back.' }),
  })
  .meta({ id: 'PositionStory' });
