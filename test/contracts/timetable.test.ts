import { expect } from 'chai';
import { CronParserTimetable } from '#adapters/outbound/cron/cron-parser-timetable.ts';

describe('The timetable', () => {
  const timetable = new CronParserTimetable();
  /** The next times, as the clock of the zone shows them. */
  const times = async (cron: string, zone: string, from: string, count: number): Promise<string[]> => {
    const found: string[] = [];
    for (let at = new Date(from); found.length < count; ) {
      at = await timetable.next(cron, zone, at);
      found.push(Temporal.Instant.from(at.toISOString()).toZonedDateTimeISO(zone).toString().slice(0, 22));
    }
    return found;
  };

  it('goes by the clock of the zone, summer and winter', async () => {
    expect(await times('0 6 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z', 3)).to.deep.equal([
      '2026-03-28T06:00:00+01',
      '2026-03-29T06:00:00+02',
      '2026-03-30T06:00:00+02',
    ]);
    expect(await times('0 6 * * 1', 'America/New_York', '2026-10-26T00:00:00Z', 2)).to.deep.equal([
      '2026-10-26T06:00:00-04',
      '2026-11-02T06:00:00-05',
    ]);
    expect(await times('0 6 1 * *', 'Australia/Lord_Howe', '2026-03-15T00:00:00Z', 2)).to.deep.equal([
      '2026-04-01T06:00:00+11',
      '2026-05-01T06:00:00+10',
    ]);
  });

  it('comes once in an hour that the clock skips, as much later, and once in one that it repeats', async () => {
    expect(await times('30 2 * * *', 'Europe/Berlin', '2026-03-28T00:00:00Z', 3)).to.deep.equal([
      '2026-03-28T02:30:00+01',
      '2026-03-29T03:30:00+02',
      '2026-03-30T02:30:00+02',
    ]);
    expect(await times('30 2 * * *', 'Europe/Berlin', '2026-10-24T00:00:00Z', 3)).to.deep.equal([
      '2026-10-24T02:30:00+02',
      '2026-10-25T02:30:00+02',
      '2026-10-26T02:30:00+01',
    ]);
    expect(await times('0 0 * * *', 'America/Santiago', '2026-09-04T12:00:00Z', 3)).to.deep.equal([
      '2026-09-05T00:00:00-04',
      '2026-09-06T01:00:00-03',
      '2026-09-07T00:00:00-03',
    ]);
  });

  it('comes after the instant that it is asked for, never at it', async () => {
    expect(await timetable.next('0 6 * * *', 'UTC', new Date('2026-11-29T06:00:00Z'))).to.deep.equal(
      new Date('2026-11-30T06:00:00Z'),
    );
  });
});
