import { expect } from 'chai';
import fc from 'fast-check';
import type { DateOrder } from '#application/imports/reading/date-shape.ts';
import { dateProofOf, readDate } from '#application/imports/reading/date-text.ts';
import { UnreadableCell } from '#application/imports/reading/unreadable-cell.ts';

const amsterdam = 'Europe/Amsterdam';
const read = (cell: string, order: DateOrder | null = null, time: string | null = null, timeZone = amsterdam): string =>
  readDate(cell, time, { order, timeZone });

function refusal(action: () => string): string {
  try {
    return `read as ${action()}`;
  } catch (error) {
    if (error instanceof UnreadableCell) return error.code;
    throw error;
  }
}

describe('A date in a cell', () => {
  for (const [cell, order, date] of [
    ['2025-01-14', null, '2025-01-14'],
    ['2025/1/4', null, '2025-01-04'],
    ['20230522', null, '2023-05-22'],
    ['19-12-2022', 'dmy', '2022-12-19'],
    ['02.08.2024', 'dmy', '2024-08-02'],
    ['11/01/2023', 'mdy', '2023-11-01'],
    ['11/01/2023', 'dmy', '2023-01-11'],
    ['05/05/2023', null, '2023-05-05'],
    ['2024-08-02T07:00:00.001Z', null, '2024-08-02T07:00:00.001Z'],
    ['2019-12-02T08:23:08.459586Z', null, '2019-12-02T08:23:08.459Z'],
    ['2024-01-01T00:00:00+02:00', null, '2023-12-31T22:00:00.000Z'],
    ['2024-01-01 00:00:00 -0530', null, '2024-01-01T05:30:00.000Z'],
    ['2025-01-17 16:57:02 UTC', null, '2025-01-17T16:57:02.000Z'],
    ['2020-11-18 12:15:23.606000', null, '2020-11-18T11:15:23.606Z'],
    ['24-08-2022 07:00:15', 'dmy', '2022-08-24T05:00:15.000Z'],
    ['01/02/2024 05:50', 'dmy', '2024-02-01T04:50:00.000Z'],
    ['1/2/2024 3:04 PM', 'mdy', '2024-01-02T14:04:00.000Z'],
    ['1/2/2024 12:04 am', 'mdy', '2024-01-01T23:04:00.000Z'],
    ['20230522;093000', null, '2023-05-22T07:30:00.000Z'],
    ['2023-05-22, 09:30:00', null, '2023-05-22T07:30:00.000Z'],
    ['1700000000', null, '2023-11-14T22:13:20.000Z'],
    ['1700000000123', null, '2023-11-14T22:13:20.123Z'],
    ['29.02.2024', 'dmy', '2024-02-29'],
  ] as const) {
    it(`${cell}${order === null ? '' : ` as ${order}`} is ${date}`, () => {
      expect(read(cell, order)).to.equal(date);
    });
  }

  for (const [cell, order, code] of [
    ['03/04/2024', null, 'AMBIGUOUS'],
    ['31/02/2024', 'dmy', 'INVALID_FORMAT'],
    ['29.02.2023', 'dmy', 'INVALID_FORMAT'],
    ['25/12/2024', 'mdy', 'INVALID_FORMAT'],
    ['2024-13-01', null, 'INVALID_FORMAT'],
    ['2024-01-01 24:00', null, 'INVALID_FORMAT'],
    ['2024-01-01T10:00:60Z', null, 'INVALID_FORMAT'],
    ['2024-01/01', null, 'INVALID_FORMAT'],
    ['1.2', null, 'INVALID_FORMAT'],
    ['yesterday', null, 'INVALID_FORMAT'],
    [`2024-01-01${' '.repeat(1e5)}x`, null, 'INVALID_FORMAT'],
  ] as const) {
    it(`${JSON.stringify(cell.slice(0, 30))}${order === null ? '' : ` as ${order}`} is refused (${code})`, () => {
      expect(refusal(() => read(cell, order))).to.equal(code);
    });
  }

  it('may have its time in a column of its own', () => {
    expect(read('19-12-2022', 'dmy', '18:33')).to.equal('2022-12-19T17:33:00.000Z');
    expect(read('2023-11-30', null, '11:36:46.620')).to.equal('2023-11-30T10:36:46.620Z');
    expect(read('2023-11-30', null, '')).to.equal('2023-11-30');
    expect(refusal(() => read('2023-11-30', null, 'noon'))).to.equal('INVALID_FORMAT');
  });

  it('has a time that the clock shows twice for its first, and one that it skips for as much later', () => {
    expect(read('2024-10-27 02:30')).to.equal('2024-10-27T00:30:00.000Z');
    expect(read('2024-03-31 02:30')).to.equal('2024-03-31T01:30:00.000Z');
    expect(read('2024-03-31 03:30')).to.equal('2024-03-31T01:30:00.000Z');
  });

  it('proves which of its numbers is the day, or proves nothing', () => {
    expect(['13/04/2024', '04/13/2024', '04/05/2024', '04/04/2024', '2024-04-05', 'x'].map(dateProofOf)).to.deep.equal([
      'dmy',
      'mdy',
      'ambiguous',
      'any',
      'any',
      null,
    ]);
  });

  it('is the instant that Temporal has for it, in any zone and year', () => {
    const zones = fc.constantFrom(
      amsterdam,
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
      'Pacific/Apia',
      'UTC',
    );
    const local = fc.integer({ min: 0, max: 35_000 * 24 }).map((hours) => new Date(hours * 3_600_000 + 1_800_000));
    fc.assert(
      fc.property(zones, local, (zone, at) => {
        const clock = at.toISOString().slice(0, 19);
        const wanted = Temporal.PlainDateTime.from(clock).toZonedDateTime(zone).epochMilliseconds;
        expect(read(clock.replace('T', ' '), null, null, zone)).to.equal(new Date(wanted).toISOString());
      }),
      { numRuns: 300 },
    );
  });
});
