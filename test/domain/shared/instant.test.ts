import { expect } from 'chai';
import { parseInstant } from '#domain/shared/instant.ts';
import { refusalBy } from '#test/domain/refusals.ts';

describe('An instant', () => {
  for (const text of [
    '',
    'yesterday',
    '2026-11-24 09:30:00Z',
    '2026-11-24T09:30Z',
    '2026-11-24T09:30:00.Z',
    '2026-11-24T09:30:00.1234567890Z',
    '2026-11-24T09:30:00+0300',
    '2026-11-24T09:30:00+24:00',
    '2026-11-24T09:30:00+03:60',
    '2026-11-24T24:00:00Z',
    '2026-11-24T23:59:60Z',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-1-1',
    '20261124',
    '+002026-11-24',
    ' 2026-11-24',
    '2026-11-24\n',
    '1764000000',
  ]) {
    it(`is not written ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseInstant(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  for (const text of ['2026-02-30', '2026-02-29T00:00:00Z', '2100-02-29', '2026-04-31', '0100-02-29']) {
    it(`is not on ${text}, a day that the calendar does not have`, () => {
      expect(refusalBy(() => parseInstant(text)).detail).to.equal('The calendar has no such day.');
    });
  }

  for (const text of ['2026-11-24T09:30:00', '2026-11-24T09:30', '2026-11-24t09:30:00.123456789']) {
    it(`written ${text} lacks an offset, and is told so`, () => {
      expect(refusalBy(() => parseInstant(text)).detail).to.match(/needs an offset/);
    });
  }

  for (const [text, iso] of [
    ['2026-11-24T09:30:00Z', '2026-11-24T09:30:00.000Z'],
    ['2026-11-24t09:30:00z', '2026-11-24T09:30:00.000Z'],
    ['2026-11-24T09:30:00.5Z', '2026-11-24T09:30:00.500Z'],
    ['2026-11-24T09:30:00.123999999Z', '2026-11-24T09:30:00.123Z'],
    ['2026-11-24T02:30:00+03:00', '2026-11-23T23:30:00.000Z'],
    ['2026-11-24T22:30:00-05:30', '2026-11-25T04:00:00.000Z'],
    ['2026-11-24T09:30:00-00:00', '2026-11-24T09:30:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['0070-01-01T00:00:00Z', '0070-01-01T00:00:00.000Z'],
  ] as const) {
    it(`written ${text} is ${iso}`, () => {
      const { at, precision } = parseInstant(text);
      expect([at.toISOString(), precision]).to.deep.equal([iso, 'second']);
    });
  }

  it('written as a bare date is midnight UTC, precise to the day', () => {
    expect(parseInstant('2026-11-24')).to.deep.equal({ at: new Date('2026-11-24T00:00:00Z'), precision: 'day' });
  });
});
