import fc from 'fast-check';

/** As ops2bean.py reads it; the amount of what is no trade is its price, and the factor of a split its quantity. */
export type OracleOperation = {
  readonly id: string;
  readonly account: string;
  readonly type: 'buy' | 'sell' | 'split' | 'dividend' | 'coupon' | 'fee' | 'tax' | 'deposit' | 'withdrawal';
  readonly figi?: string;
  readonly date: string;
  readonly quantity?: string;
  readonly price?: string;
  readonly fee?: string;
  readonly currency: string;
};

const oneOf = fc.constantFrom;
const decimal = (integer: number, places: number) =>
  fc
    .tuple(fc.nat({ max: integer }), fc.bigInt({ min: 1n, max: 10n ** BigInt(places) - 1n }))
    .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(places, '0')}`);

const figi = oneOf('BBG000B9XRY4', 'BBG000BPH459', 'BBG0013HGFT4');
const trade = fc
  .record({
    type: oneOf('buy' as const, 'sell' as const),
    figi,
    quantity: fc.oneof(fc.integer({ min: 1, max: 40 }).map(String), decimal(30, 2), decimal(30, 8), decimal(30, 18)),
    price: decimal(300, 6),
    fee: fc.oneof(oneOf('0'), decimal(3, 2)),
  })
  // Beancount refuses a lot that costs less than nothing, as a small sale with a large fee would open it.
  .map((draft) => (Number(draft.quantity) * Number(draft.price) > 10 ? draft : { ...draft, fee: '0' }));
/** Ratios that are decimals, as a journal of beancount has no fractions. */
const split = fc.record({ type: oneOf('split' as const), figi, quantity: oneOf('2', '3', '0.1', '0.5', '1.5') });
/** Of no instrument here: the script restates everything that a split's instrument had before, and would an income too. */
const income = fc.record({ type: oneOf('dividend' as const, 'coupon' as const), price: decimal(90, 2) });
const cash = fc.record({
  type: oneOf('fee' as const, 'tax' as const, 'deposit' as const, 'withdrawal' as const),
  price: decimal(5_000, 2),
});
const drafts = fc.array(
  fc.oneof({ arbitrary: trade, weight: 20 }, split, { arbitrary: income, weight: 2 }, { arbitrary: cash, weight: 2 }),
  { minLength: 5, maxLength: 45, size: 'max' },
);

/** Random journals, each of an account of its own, which one seed makes again. */
export const journals = (count: number, seed: number): OracleOperation[] =>
  fc.sample(drafts, { seed, numRuns: count }).flatMap((journal, number) =>
    journal.map((draft, place) => ({
      id: `${number}-${place}`,
      account: `j${number}`,
      // Three on a day, so that what is recorded first comes first.
      date: `2024-01-${String(1 + Math.floor(place / 3)).padStart(2, '0')}T00:00:00Z`,
      currency: 'USD',
      ...draft,
    })),
  );
