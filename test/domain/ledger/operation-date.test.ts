import { expect } from 'chai';
import { parseDatePrecision, parseOperationDate } from '#domain/ledger/operation-date.ts';
import { NOW } from '#test/domain/builders.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const date = (text: string) => parseOperationDate(text, NOW);

describe('The date of an operation', () => {
  for (const text of [
    '1969-12-31',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00+00:01',
    '0071-01-01',
    '0000-01-01T00:00:00Z',
  ]) {
    it(`is not ${text}, before 1970`, () => {
      expect(refusalBy(() => date(text)).detail).to.equal('The date must not be before 1970-01-01.');
    });
  }

  for (const text of ['2026-11-25T09:30:00.001Z', '2026-11-26', '9999-12-31']) {
    it(`is not ${text}, more than a day after now`, () => {
      expect(refusalBy(() => date(text))).to.deep.equal({
        code: 'OUT_OF_RANGE',
        detail: 'The date must not be more than a day in the future.',
      });
    });
  }

  for (const text of [
    '1970-01-01',
    '1970-01-01T00:00:00Z',
    '1969-12-31T23:00:00-02:00',
    '2026-11-25',
    '2026-11-25T09:30:00Z',
  ]) {
    it(`may be ${text}`, () => {
      expect(date(text).at.getTime()).to.be.within(0, NOW.getTime() + 86_400_000);
    });
  }
});

describe('The precision of a date', () => {
  it('is second or day, nothing else', () => {
    expect(refusalBy(() => parseDatePrecision('minute', null)).code).to.equal('NOT_ALLOWED');
    expect(refusalBy(() => parseDatePrecision('Day', null)).code).to.equal('NOT_ALLOWED');
  });

  it('is not the second when the date has no time', () => {
    expect(refusalBy(() => parseDatePrecision('second', date('2026-11-20'))).code).to.equal('NOT_ALLOWED');
  });

  for (const text of ['2026-11-20T10:00:00Z', '2026-11-20T00:00:00.001Z', '2026-11-20T00:00:00+03:00']) {
    it(`is not the day for ${text}, which is not midnight UTC`, () => {
      expect(refusalBy(() => parseDatePrecision('day', date(text))).code).to.equal('NOT_ALLOWED');
    });
  }

  for (const [precision, text] of [
    ['day', '2026-11-20'],
    ['day', '2026-11-20T00:00:00Z'],
    ['day', '2026-11-20T03:00:00+03:00'],
    ['second', '2026-11-20T00:00:00Z'],
  ] as const) {
    it(`may be the ${precision} for ${text}`, () => {
      expect(parseDatePrecision(precision, date(text))).to.equal(precision);
    });
  }
});
