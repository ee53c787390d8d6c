import { expect } from 'chai';
import { costLeft, FEE_VIEWS, type FeeView, lotPrice } from '#domain/ledger/lot.ts';
import type { Position } from '#domain/ledger/position.ts';
import { positionOf } from '#test/domain/entries.ts';

const lotsOf = (position: Position, view: FeeView = 'separate'): string[] =>
  position.lots.map((lot) => `${lot.left} @ ${lot.left.isZero() ? '?' : lotPrice(lot, view)}`);
const gainOf = (position: Position, view: FeeView = 'separate'): string => position.realisedGain(view).toString();

const GOLDEN = [
  'buy 10 @ 100 fee 1',
  'buy 10 @ 120 fee 1',
  'sell 15 @ 150 fee 1.5',
  'split 4:1',
  'sell 30 @ 40 fee 3',
  'buy 25 @ 35 fee 2.5',
  'dividend 6.25',
];

describe('A position', () => {
  it('keeps lots first in, first out, with fees apart or within', () => {
    const position = positionOf(...GOLDEN);
    expect(lotsOf(position)).to.deep.equal(['15 @ 35']);
    expect(lotsOf(position, 'capitalised')).to.deep.equal(['15 @ 35.1']);
    expect(gainOf(position)).to.equal('900');
    expect(gainOf(position, 'capitalised')).to.equal('892.5');
    expect(position.state.dividends.toString()).to.equal('6.25');
    expect(position.state.fees.get('USD')?.toString()).to.equal('9');
    expect(position.side()).to.equal('long');
  });

  it('gains sale by sale', () => {
    const gains = [3, 5, 6].map((count) => gainOf(positionOf(...GOLDEN.slice(0, count))));
    expect(gains).to.deep.equal(['650', '850', '900']);
  });

  it('sells more than it holds: the rest is short, and a buy covers the oldest short', () => {
    const position = positionOf('buy 5 @ 10', 'sell 8 @ 12');
    expect(position.side()).to.equal('short');
    expect(lotsOf(position)).to.deep.equal(['-3 @ 12']);
    expect(gainOf(position)).to.equal('10');
    const covered = positionOf('sell 3 @ 12', 'sell 2 @ 13', 'buy 4 @ 11');
    expect(lotsOf(covered)).to.deep.equal(['-1 @ 13']);
    expect(gainOf(covered)).to.equal('5');
    expect(covered.cost('separate').toString()).to.equal('-13');
  });

  it('splits the fee of a trade that closes and opens by quantity', () => {
    const position = positionOf('buy 1 @ 10', 'sell 4 @ 12 fee 2');
    expect(lotsOf(position, 'capitalised')).to.deep.equal(['-3 @ 11.5']);
    expect(gainOf(position, 'capitalised')).to.equal('1.5');
  });

  it('never mixes a fee of another currency into a gain', () => {
    const position = positionOf('buy 10 @ 100 fee 5EUR', 'sell 10 @ 110 fee 1');
    expect(gainOf(position, 'capitalised')).to.equal('99');
    expect(Object.fromEntries([...position.state.fees].map(([currency, fee]) => [currency, `${fee}`]))).to.deep.equal({
      EUR: '5',
      USD: '1',
    });
  });

  it('is exact where decimals end: three sales of a third of its lots leave nothing', () => {
    const position = positionOf('buy 10 @ 1', 'split 1:3', 'sell 1 @ 6', 'split 3:1', 'sell 7 @ 2');
    expect(lotsOf(position)).to.deep.equal([]);
    expect(position.side()).to.equal('flat');
    expect(gainOf(position)).to.equal('10');
  });

  it('takes transferred lots in at their price, or at none, and gives the oldest away without a gain', () => {
    const position = positionOf('transfer_in 4 @ 10', 'transfer_in 2', 'transfer_out 5');
    expect(lotsOf(position)).to.deep.equal(['1 @ 0']);
    expect(gainOf(position)).to.equal('0');
    const more = positionOf('buy 4 @ 10', 'transfer_out 5 @ 7');
    expect(lotsOf(more)).to.deep.equal(['-1 @ 7']);
    expect(gainOf(more)).to.equal('0');
  });

  it('lowers the cost of its lots by what an amortisation pays back, and gains what is beyond', () => {
    const position = positionOf('buy 10 @ 100', 'buy 30 @ 20', 'amortisation 800');
    expect(lotsOf(position)).to.deep.equal(['10 @ 80', '30 @ 0']);
    expect(gainOf(position)).to.equal('0');
    const beyond = positionOf('buy 10 @ 100', 'buy 30 @ 20', 'amortisation 800', 'return_of_capital 40', 'sell 40 @ 1');
    expect(gainOf(beyond)).to.equal('-720');
    expect(gainOf(positionOf('buy 1 @ 5', 'amortisation 8'))).to.equal('3');
    expect(gainOf(positionOf('amortisation 8'))).to.equal('8');
  });

  it('takes no time over lots that are split again and again in long ratios, between repayments', () => {
    const lines = Array.from({ length: 60 }, (_, n) => [
      `buy ${n + 1}.25 @ ${n + 3}.5`,
      `split 9${String(n).padStart(17, '3')}:8${String(n).padStart(17, '7')}`,
      ...(n % 6 === 5 ? ['amortisation 0.5'] : []),
    ]).flat();
    const begin = performance.now();
    const position = positionOf(...lines);
    const cost = position.cost('separate').plus(position.realisedGain('separate').negated());
    expect(cost.toString()).to.equal(position.state.book.flow.separate.negated().toString());
    expect(performance.now() - begin).to.be.below(1_000);
  });

  it('gives a short back what an amortisation takes, as the mirror of a long', () => {
    const position = positionOf('sell 10 @ 100', 'amortisation -1200');
    expect(lotsOf(position)).to.deep.equal(['-10 @ 0']);
    expect(gainOf(position)).to.equal('-200');
  });

  it('is redeemed at payment / quantity', () => {
    const position = positionOf('buy 10 @ 98', 'redemption 10 for 1000');
    expect(gainOf(position)).to.equal('20');
    expect(lotsOf(position)).to.deep.equal([]);
  });

  it('remembers of each name the last one that operations gave it', () => {
    expect(positionOf('buy 1 @ 1').state.names).to.deep.equal({ figi: 'BBG000B9XRY4', isin: null, symbol: null });
  });

  it('counts splits apart, as they belong to every currency', () => {
    const { operations, splits } = positionOf(...GOLDEN).state;
    expect([operations, splits]).to.deep.equal([6, 1]);
  });

  for (const view of FEE_VIEWS) {
    it(`gains all that came and went once it is flat (${view})`, () => {
      const position = positionOf(
        'buy 7 @ 3 fee 1',
        'buy 3 @ 5 fee 1',
        'amortisation 4',
        'split 2:7',
        'sell 1 @ 9 fee 1',
      );
      const left = position.lots.reduce((sum, lot) => sum.plus(costLeft(lot, view)), position.state.book.flow[view]);
      expect(gainOf(position, view)).to.equal(left.toString());
    });
  }
});
