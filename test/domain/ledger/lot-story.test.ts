import { expect } from 'chai';
import fc from 'fast-check';
import type { Deed } from '#domain/ledger/lot-book.ts';
import { LotStory } from '#domain/ledger/lot-story.ts';
import { compareInTime } from '#domain/ledger/operation-order.ts';
import { comparePlaces, type Place } from '#domain/ledger/place.ts';
import { Position, type PositionEntry } from '#domain/ledger/position.ts';
import { anEntry } from '#test/domain/entries.ts';

const oneOf = fc.constantFrom;
/** On few days, so that many are at the same time. */
const journals = fc
  .array(
    fc.record({
      type: oneOf('buy', 'buy', 'sell', 'sell', 'transfer_out', 'split', 'amortisation', 'dividend'),
      day: fc.nat({ max: 2 }),
      datePrecision: oneOf('day', 'second'),
      quantity: oneOf('1', '2', '5'),
    }),
    { maxLength: 25 },
  )
  .map((drafts) =>
    drafts
      .map(({ type, day, datePrecision, quantity }, place) =>
        anEntry(place, {
          id: String(place).padStart(2, '0'),
          date: new Date(Date.UTC(2024, 0, day + 1)).toISOString(),
          datePrecision,
          type,
          quantity,
          price: quantity,
          payment: '3',
          ratio: '2:1',
        }),
      )
      .sort((one, other) =>
        compareInTime({ ...one, date: new Date(one.date) }, { ...other, date: new Date(other.date) }),
      ),
  );

function deedsOf(entries: readonly PositionEntry[]): (readonly [PositionEntry, Deed])[] {
  const position = Position.empty();
  return entries.map((entry) => [entry, position.apply(entry)] as const);
}

function storyOf(deeds: readonly (readonly [PositionEntry, Deed])[], after?: Place, most?: number): LotStory {
  const story = new LotStory(after, most);
  for (const [entry, deed] of deeds) story.tell(entry, deed);
  return story;
}

const placesIn = ({ events }: LotStory): string[] => events.map(({ place }) => place.join(' '));

describe('The story of lots', () => {
  it('tells of each operation the lot that it opened, then the parts that it closed, oldest first', () => {
    const deeds = deedsOf([
      anEntry(0, { quantity: '1', price: '1' }),
      anEntry(1, { quantity: '1', price: '1' }),
      anEntry(2, { type: 'sell', quantity: '3', price: '1' }),
      anEntry(3, { type: 'split', ratio: '2:1' }),
      anEntry(4, { type: 'dividend', payment: '1' }),
    ]);
    const told = storyOf(deeds).events.map(({ entry, closure }) => [entry.id, closure?.lot.id ?? null]);
    expect(told).to.deep.equal([
      ['0', null],
      ['1', null],
      ['2', null],
      ['2', '0'],
      ['2', '1'],
      ['3', null],
    ]);
  });

  it('goes on after each of its places with what comes then, and with no more than is asked for', () => {
    fc.assert(
      fc.property(journals, (entries) => {
        const deeds = deedsOf(entries);
        const whole = storyOf(deeds);
        const places = placesIn(whole);
        for (const [n, { place }] of whole.events.entries()) {
          expect(placesIn(storyOf(deeds, place))).to.deep.equal(places.slice(n + 1));
          expect(placesIn(storyOf(deeds, place, 2))).to.deep.equal(places.slice(n + 1, n + 3));
        }
        expect(whole.isEmpty).to.equal(places.length === 0);
      }),
    );
  });

  it('goes on where an operation, or what it closed, was', () => {
    const entries = [
      anEntry(0, { quantity: '1', price: '1' }),
      anEntry(1, { quantity: '1', price: '1' }),
      anEntry(2, { quantity: '1', price: '1' }),
      anEntry(3, { type: 'sell', quantity: '3', price: '1' }),
      anEntry(4, { type: 'sell', quantity: '1', price: '1' }),
    ];
    const { events } = storyOf(deedsOf(entries));
    const goesOn = (place: Place = [], ...without: readonly number[]) =>
      storyOf(deedsOf(entries.filter((_, n) => !without.includes(n))), place).events.map(
        ({ entry, closure }) => `${entry.id} ${closure?.lot.id ?? ''}`,
      );
    const [, , , , second] = events;
    expect([second?.entry.id, second?.closure?.lot.id]).to.deep.equal(['3', '1']);
    expect(goesOn(second?.place, 1)).to.deep.equal(['3 2', '4 ']);
    expect(goesOn(second?.place, 3)).to.deep.equal(['4 0']);
    expect(goesOn(events[1]?.place, 1)).to.deep.equal(['2 ', '3 ', '3 0', '3 2', '4 ']);
  });

  it('tells as gain of what was paid back by how much more is gained', () => {
    fc.assert(
      fc.property(journals, (entries) => {
        const position = Position.empty();
        for (const entry of entries) {
          const before = position.realisedGain('separate');
          const { gain } = position.apply(entry);
          if (entry.type === 'amortisation')
            expect(`${gain.separate}`).to.equal(`${position.realisedGain('separate').minus(before)}`);
        }
      }),
    );
  });
});

describe('Places', () => {
  it('are in the order of their first difference, and what goes on is later', () => {
    const places: Place[] = [[], ['a'], ['a', ''], ['a', 'a'], ['a', 'b', 'a'], ['b']];
    for (const [n, one] of places.entries())
      for (const [m, other] of places.entries())
        expect(Math.sign(comparePlaces(one, other))).to.equal(Math.sign(n - m), `${one} ${other}`);
  });
});
