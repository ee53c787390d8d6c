import { z } from 'zod';
import { type AliasDraft, INSTRUMENT_NAME_MAX } from '#domain/ledger/instrument-alias.ts';
import { SYMBOL_PATTERN } from '#domain/ledger/symbol.ts';
import { readFields } from '../body/read-fields.ts';
import { text } from '../shared-schema.ts';

export const aliasDraft = z
  .strictObject({
    instrument: text({ description: 'The key of the positions that it leads to.', pattern: SYMBOL_PATTERN }).nullish(),
    name: text({ description: 'What you call it.', maxLength: INSTRUMENT_NAME_MAX }).nullish(),
  })
  .meta({ id: 'AliasDraft' });

export const alias = z
  .strictObject({ alias: z.string(), instrument: z.string(), name: z.string().nullable() })
  .meta({ id: 'Alias' });

export const instrument = z
  .strictObject({
    instrument: z.string().meta({ description: 'The key of its positions.' }),
    figi: z.string().nullable(),
    isin: z.string().nullable(),
    symbol: z.string().nullable(),
    name: z.string().nullable(),
    aliases: z.array(z.strictObject({ alias: z.string(), name: z.string().nullable() })),
    operations: z.int().meta({ description: 'How many operations are of it.' }),
  })
  .meta({ id: 'Instrument' });

const READ_ONLY = new Set(['alias']);

export const readAliasDraft = (body: unknown): AliasDraft => readFields(aliasDraft, body, READ_ONLY);
