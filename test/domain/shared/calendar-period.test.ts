import { expect } from 'chai';
import fc from 'fast-check';
import { CalendarPeriod, PERIOD_KINDS } from '#domain/shared/calendar-period.ts';
import { refusalBy } from '#test/domain/refusals.ts';

/** With summer time, half an hour of it, none, a day that was left out, and a clock that goes back over midnight. */
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Pacific/Kiritimati',
] as const;

const HOUR = 3_600_000;

const kinds = fc.constantFrom(...PERIOD_KINDS);
const zones = fc.constantFrom(...ZONES);
const instants = fc.date({ min: new Date('1970-02-01'), max: new Date('2040-01-01'), noInvalidDate: true });

describe('A calendar period', () => {
  for (const text of [
    '',
    '26',
    '2026-1',
    '2026-11-1',
    '2026-W1',
    '2026W48',
    '2026-w48',
    '2026-W48-1',
    '2026-11-24T00:00Z',
    '2026-11-24\n',
    ' 2026',
    '+2026',
    '٢٠٢٦',
  ]) {
    it(`is not written ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => CalendarPeriod.parse(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  for (const text of [
    '2026-02-29',
    '2026-04-31',
    '2026-00-01',
    '2026-13',
    '2026-00',
    '2026-W00',
    '2026-W54',
    '2025-W53',
  ]) {
    it(`is not ${text}, which the calendar does not have`, () => {
      expect(refusalBy(() => CalendarPeriod.parse(text)).detail).to.match(/The calendar has no such/);
    });
  }

  for (const text of ['1969', '1969-12-31', '9999', '0000-W01']) {
    it(`is not ${text}, when there are no operations`, () => {
      expect(refusalBy(() => CalendarPeriod.parse(text)).code).to.equal('OUT_OF_RANGE');
    });
  }

  for (const [text, kind, before, from, to] of [
    ['2026-11-24', 'day', '2026-11-23', '2026-11-23T23:00Z', '2026-11-24T23:00Z'],
    ['2024-03-01', 'day', '2024-02-29', '2024-02-29T23:00Z', '2024-03-01T23:00Z'],
    ['2026-W48', 'week', '2026-W47', '2026-11-22T23:00Z', '2026-11-29T23:00Z'],
    ['2026-W01', 'week', '2025-W52', '2025-12-28T23:00Z', '2026-01-04T23:00Z'],
    ['2020-W53', 'week', '2020-W52', '2020-12-27T23:00Z', '2021-01-03T23:00Z'],
    ['2026-03', 'month', '2026-02', '2026-02-28T23:00Z', '2026-03-31T22:00Z'],
    ['2026-01', 'month', '2025-12', '2025-12-31T23:00Z', '2026-01-31T23:00Z'],
    ['2026', 'year', '2025', '2025-12-31T23:00Z', '2026-12-31T23:00Z'],
    ['9998', 'year', '9997', '9997-12-31T23:00Z', '9998-12-31T23:00Z'],
  ] as const) {
    it(`${text} is a ${kind} after ${before}, and has its own hours in Berlin`, () => {
      const period = CalendarPeriod.parse(text);
      expect([period.text, `${period}`, JSON.stringify([period])]).to.deep.equal([text, text, `["${text}"]`]);
      expect([period.kind, period.before().text]).to.deep.equal([kind, before]);
      const range = period.rangeIn('Europe/Berlin');
      expect([range.from, range.to]).to.deep.equal([new Date(from), new Date(to)]);
    });
  }

  for (const [day, zone, hours] of [
    ['2026-03-29', 'Europe/Berlin', 23],
    ['2026-10-25', 'Europe/Berlin', 25],
    ['2026-03-08', 'America/New_York', 23],
    ['2026-11-01', 'America/New_York', 25],
    ['2026-10-04', 'Australia/Lord_Howe', 23.5],
    ['2026-04-05', 'Australia/Lord_Howe', 24.5],
    ['2018-11-04', 'America/Sao_Paulo', 23],
    ['2011-12-29', 'Pacific/Apia', 24],
    ['2011-12-30', 'Pacific/Apia', 0],
    ['2026-11-24', 'UTC', 24],
  ] as const) {
    it(`${day} has ${hours} hours in ${zone}, and is the same day for a bare date`, () => {
      const { from, to, firstDay, endDay } = CalendarPeriod.parse(day).rangeIn(zone);
      expect((to.getTime() - from.getTime()) / HOUR).to.equal(hours);
      expect(firstDay).to.deep.equal(new Date(`${day}T00:00:00Z`));
      expect(endDay.getTime() - firstDay.getTime()).to.equal(24 * HOUR);
    });
  }

  it('begins when the one before it ends, in every zone', () => {
    fc.assert(
      fc.property(kinds, instants, zones, (kind, at, zone) => {
        const period = CalendarPeriod.containing(kind, at, zone);
        const [range, before] = [period.rangeIn(zone), period.before().rangeIn(zone)];
        expect([before.to, before.endDay]).to.deep.equal([range.from, range.firstDay]);
        expect(before.from <= before.to && before.firstDay < before.endDay).to.equal(true);
      }),
    );
  });

  it('contains the instants that it is found by, and the first of its own, but not its end', () => {
    fc.assert(
      fc.property(kinds, instants, zones, (kind, at, zone) => {
        const period = CalendarPeriod.containing(kind, at, zone);
        const { from, to } = period.rangeIn(zone);
        expect(from <= at && at < to, `${period} in ${zone} at ${at.toISOString()}`).to.equal(true);
        expect(CalendarPeriod.containing(kind, from, zone).text).to.equal(period.text);
        expect(CalendarPeriod.containing(kind, new Date(to.getTime() - 1), zone).text).to.equal(period.text);
        expect(CalendarPeriod.containing(kind, to, zone).text).not.to.equal(period.text);
      }),
      { numRuns: 500 },
    );
  });

  it('contains the minutes that a clock tells twice over midnight', () => {
    const first = new Date('2010-11-07T02:30:00Z');
    for (let minutes = 0; minutes < 120; minutes++) {
      const at = new Date(first.getTime() + minutes * 60_000);
      const { from, to } = CalendarPeriod.containing('day', at, 'America/St_Johns').rangeIn('America/St_Johns');
      expect(from <= at && at < to, at.toISOString()).to.equal(true);
    }
  });

  it('is read back from its text', () => {
    fc.assert(
      fc.property(kinds, instants, zones, (kind, at, zone) => {
        const period = CalendarPeriod.containing(kind, at, zone);
        const again = CalendarPeriod.parse(period.text);
        expect([again.kind, again.text]).to.deep.equal([kind, period.text]);
        expect(again.rangeIn(zone)).to.deep.equal(period.rangeIn(zone));
      }),
    );
  });
});
