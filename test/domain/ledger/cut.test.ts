import { expect } from 'chai';
import fc from 'fast-check';
import { type Cut, cutAfter, cutBefore, isBefore } from '#domain/ledger/cut.ts';
import { parseInstant } from '#domain/shared/instant.ts';

const told = ({ before, beforeDay }: Cut): string => `${before.toISOString()} ${beforeDay.toISOString().slice(0, 10)}`;

describe('A cut through operations', () => {
  for (const [day, timeZone, begins] of [
    ['2026-11-24', 'UTC', '2026-11-24T00:00:00.000Z 2026-11-24'],
    ['2026-11-24', 'Pacific/Auckland', '2026-11-23T11:00:00.000Z 2026-11-24'],
    ['2026-09-27', 'Pacific/Auckland', '2026-09-26T12:00:00.000Z 2026-09-27'],
    ['2026-09-28', 'Pacific/Auckland', '2026-09-27T11:00:00.000Z 2026-09-28'],
    ['2026-04-06', 'Pacific/Auckland', '2026-04-05T12:00:00.000Z 2026-04-06'],
    ['2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z 2026-04-05'],
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z 2026-09-06'],
    ['1970-01-01', 'Pacific/Honolulu', '1970-01-01T10:00:00.000Z 1970-01-01'],
    ['1969-12-31', 'Pacific/Honolulu', '1970-01-01T00:00:00.000Z 1970-01-01'],
    ['9999-12-31', 'Pacific/Honolulu', '9998-12-31T00:00:00.000Z 9998-12-31'],
  ] as const)
    it(`before ${day} is where that day begins in ${timeZone}, and its date for bare dates`, () => {
      expect(told(cutBefore(parseInstant(day), timeZone))).to.equal(begins);
    });

  it('before an instant is that instant, in whichever time zone', () => {
    const instant = parseInstant('2026-11-24T09:30:00.001+13:00');
    expect(told(cutBefore(instant, 'Pacific/Auckland'))).to.equal('2026-11-23T20:30:00.001Z 2026-11-23');
    expect(cutBefore(parseInstant('9999-12-31T23:59:59-23:59'), 'UTC').before.getUTCFullYear()).to.equal(9998);
  });

  it('before a day is the one after the day before, in every time zone', () => {
    const zones = fc.constantFrom('Pacific/Auckland', 'America/Santiago', 'Asia/Beirut', 'Pacific/Apia', 'UTC');
    const days = fc.integer({ min: 1, max: 30_000 });
    fc.assert(
      fc.property(days, zones, (day, zone) => {
        const at = (n: number) => ({ at: new Date(n * 86_400_000), precision: 'day' as const });
        expect(told(cutBefore(at(day), zone))).to.equal(told(cutAfter(at(day - 1), zone)));
      }),
    );
  });

  it('has each operation on one side', () => {
    const cut = cutBefore(parseInstant('2026-11-24'), 'Pacific/Auckland');
    for (const [text, is] of [
      ['2026-11-23', true],
      ['2026-11-23T10:59:59.999Z', true],
      ['2026-11-23T11:00:00Z', false],
      ['2026-11-24', false],
    ] as const) {
      const { at: date, precision: datePrecision } = parseInstant(text);
      expect(isBefore({ date, datePrecision }, cut), text).to.equal(is);
    }
  });
});
