import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperationDraft } from '#test/domain/builders.ts';

/** Signs that quoting, patterns, placeholders and arrays of SQL give a meaning to, and some beyond ASCII. */
export const ODD_TEXTS = [
  'a,b',
  '{c}',
  '"d"',
  'back\\slash',
  "it's",
  'NULL',
  '$1',
  ' spaced ',
  'ünï ☃ 😀',
  ':name',
  '?',
  '%_',
  "E'\\n'",
  '--',
] as const;

/** Operations that differ in everything that an operation can say. */
export const EVERY_KIND: readonly OperationDraft[] = [
  anOperationDraft(),
  anOperationDraft({ type: 'sell', figi: 'BBG000B9XRY5', payment: '999', feeCurrency: 'EUR', accruedInterest: '-1.5' }),
  anOperationDraft({ figi: null, isin: 'US0378331005', symbol: 'BRK.B', payment: '-1001', instrumentType: null }),
  anOperationDraft({
    figi: null,
    symbol: 'BTC',
    currency: 'usdt',
    note: '',
    source: 'a',
    externalId: 'b',
    tags: ['c'],
  }),
  anOperationDraft({ quantity: '12345678901234567890.123456789012345678', price: '0.000000000000000001' }),
  { type: 'split', symbol: 'A', ratio: '4:1', date: '2026-11-20' },
  { type: 'deposit', payment: '5000.10', currency: 'USD', date: '2026-11-20T00:00:00Z', datePrecision: 'day' },
  { type: 'tax', payment: '-0.000000000000000001', currency: 'RUB', date: '1970-01-01', tags: ODD_TEXTS },
  ...ODD_TEXTS.map((text) => anOperationDraft({ note: text, source: text, externalId: text })),
];
