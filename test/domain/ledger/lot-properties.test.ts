import { expect } from 'chai';
import fc from 'fast-check';
import { FEE_VIEWS, lotPrice } from '#domain/ledger/lot.ts';
import { Position, type PositionEntry } from '#domain/ledger/position.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import { anEntry } from '#test/domain/entries.ts';

const amount = (max: number) =>
  fc.tuple(fc.integer({ min: 1, max: max * 1_000 }), fc.integer({ min: 0, max: 3 })).map(([digits, places]) => {
    const text = String(digits).padStart(places + 1, '0');
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  });
const trade = fc.record({
  type: fc.constantFrom('buy' as const, 'sell' as const),
  quantity: amount(40),
  price: amount(300),
  fee: fc.oneof(fc.constant('0'), amount(3)),
});
const ratio = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .map(([num, den]) => `${num}:${den}`);
const split = ratio.map((text) => ({ type: 'split' as const, ratio: text }));
const transfer = fc.record({
  type: fc.constantFrom('transfer_in' as const, 'transfer_out' as const),
  quantity: amount(9),
});
const payBack = amount(50).map((payment) => ({ type: 'amortisation' as const, payment }));
const journals = fc
  .array(fc.oneof({ arbitrary: trade, weight: 8 }, split, transfer, payBack), { maxLength: 40 })
  .map((drafts) => drafts.map((draft, place) => anEntry(place, draft)));
const trades = fc
  .array(fc.oneof({ arbitrary: trade, weight: 8 }, split), { maxLength: 40 })
  .map((drafts) => drafts.map((draft, place) => anEntry(place, draft)));

const madeOf = (entries: readonly PositionEntry[]): Position => {
  const position = Position.empty();
  for (const entry of entries) position.apply(entry);
  return position;
};

const told = (position: Position) => ({
  lots: position.lots.map((lot) => [lot.id, `${lot.left}`, ...FEE_VIEWS.map((view) => `${lotPrice(lot, view)}`)]),
  gains: FEE_VIEWS.map((view) => `${position.realisedGain(view)}`),
});

/** The text of ledger.md, one unit of thought after the other, with fractions of two integers. */
function naive(entries: readonly PositionEntry[], isCapitalised: boolean) {
  type Lot = { quantity: Fraction; price: Fraction };
  let lots: Lot[] = [];
  let gain = Fraction.ZERO;
  for (const { type, quantity, price, fee, ratio: by } of entries) {
    if (type === 'split') {
      const factor = Fraction.ofRatio(by ?? '');
      lots = lots.map((lot) => ({ quantity: lot.quantity.times(factor), price: lot.price.over(factor) }));
      continue;
    }
    let q = Fraction.parse(quantity);
    const side = Fraction.parse(type === 'buy' ? '1' : '-1');
    const share = isCapitalised ? Fraction.parse(fee).over(q).times(side) : Fraction.ZERO;
    const p = Fraction.parse(price ?? '0').plus(share);
    for (let oldest = lots[0]; q.isPositive() && oldest?.quantity.times(side).isNegative(); oldest = lots[0]) {
      const m = q.compare(oldest.quantity.abs()) < 0 ? q : oldest.quantity.abs();
      gain = gain.plus(m.times(p.minus(oldest.price)).times(side.negated()));
      oldest.quantity = oldest.quantity.plus(m.times(side));
      q = q.minus(m);
      if (oldest.quantity.isZero()) lots.shift();
    }
    if (q.isPositive()) lots.push({ quantity: q.times(side), price: p });
  }
  return { lots: lots.map((lot) => [`${lot.quantity}`, `${lot.price}`]), gain: `${gain}` };
}

describe('Lots', () => {
  it('are those of the rule, told lot by lot and unit by unit', () => {
    fc.assert(
      fc.property(trades, (entries) => {
        const position = madeOf(entries);
        for (const [place, view] of FEE_VIEWS.entries()) {
          const lots = position.lots.map((lot) => [`${lot.left}`, `${lotPrice(lot, view)}`]);
          expect({ lots, gain: `${position.realisedGain(view)}` }).to.deep.equal(naive(entries, place === 1));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('add up to the signed quantities, each in the units that later splits made of it', () => {
    fc.assert(
      fc.property(journals, (entries) => {
        const held = entries.reduce((sum, { type, quantity, ratio: by }) => {
          if (type === 'split') return sum.times(Fraction.ofRatio(by ?? ''));
          const units = Fraction.parse(quantity);
          return type === 'buy' || type === 'transfer_in' ? sum.plus(units) : sum.minus(units);
        }, Fraction.ZERO);
        const position = madeOf(entries);
        expect(position.quantity().compare(held)).to.equal(0);
        expect(new Set(position.lots.map(({ left }) => left.isNegative())).size).to.be.at.most(1);
      }),
      { numRuns: 100 },
    );
  });

  it('are unchanged by a split and its inverse', () => {
    fc.assert(
      fc.property(journals, journals, ratio, (before, then, by) => {
        const inverse = by.split(':').reverse().join(':');
        const splits = [by, inverse].map((text, place) => anEntry(100 + place, { type: 'split', ratio: text }));
        expect(told(madeOf([...before, ...splits, ...then]))).to.deep.equal(told(madeOf([...before, ...then])));
      }),
      { numRuns: 60 },
    );
  });

  it('mirror the gain when buys and sales are mirrored', () => {
    const mirrored = { buy: 'sell', sell: 'buy', transfer_in: 'transfer_out', transfer_out: 'transfer_in' } as const;
    fc.assert(
      fc.property(journals, (entries) => {
        const mirror = entries.map((entry) => ({
          ...entry,
          type: mirrored[entry.type as keyof typeof mirrored] ?? entry.type,
          payment: entry.payment && `-${entry.payment}`,
        }));
        const gain = madeOf(entries).realisedGain('separate');
        expect(madeOf(mirror).realisedGain('separate').compare(gain.negated())).to.equal(0);
      }),
      { numRuns: 100 },
    );
  });
});
