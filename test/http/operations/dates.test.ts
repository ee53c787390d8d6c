import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const HOUR = 3_600_000;

describe('The date of an operation', () => {
  let app: TestApp;
  let ada: Person;
  const post = (fields: object) => ada.bearer.post('/operations', anOperation(fields));

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('is needed', async () => {
    expect((await post({ date: undefined })).violations).to.deep.equal(['/date REQUIRED']);
    expect((await post({ date: null })).violations).to.deep.equal(['/date REQUIRED']);
  });

  for (const date of [
    '',
    'today',
    '2026',
    '2026-11',
    '2026-1-1',
    '20261120',
    '20.11.2026',
    '2026-13-01',
    '2026-00-10',
    '2026-02-29',
    '2026-11-31',
    '2026-11-20 10:00:00Z',
    '2026-11-20T10:00Z',
    '2026-11-20T10:00:00',
    '2026-11-20T10:00:00.Z',
    '2026-11-20T10:00:00,5Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T10:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-11-20T10:00:00+3',
    '2026-11-20T10:00:00+0300',
    '2026-11-20T10:00:00+24:00',
    '2026-11-20T10:00:00−03:00',
    '+002026-11-20',
    '2026-11-20T10:00:00Z ',
    '２０２６-11-20',
    '2026-W47-5',
    '1789000000',
    '2026-11-20T10:00:00.1234567890Z',
  ])
    it(`is not "${date}"`, async () => {
      expect((await post({ date })).violations).to.deep.equal(['/date INVALID_FORMAT']);
    });

  it('is no number, which could be seconds or milliseconds', async () => {
    expect((await post({ date: 1_789_000_000 })).violations).to.deep.equal(['/date INVALID_TYPE']);
  });

  for (const [date, told, precision] of [
    ['2026-11-20', '2026-11-20T00:00:00.000Z', 'day'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z', 'day'],
    ['1970-01-01', '1970-01-01T00:00:00.000Z', 'day'],
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z', 'second'],
    ['2026-11-20t10:00:00z', '2026-11-20T10:00:00.000Z', 'second'],
    ['2026-11-20T00:00:00Z', '2026-11-20T00:00:00.000Z', 'second'],
    ['2026-11-20T10:00:00.5Z', '2026-11-20T10:00:00.500Z', 'second'],
    ['2026-11-20T10:00:00.123Z', '2026-11-20T10:00:00.123Z', 'second'],
    ['2026-11-20T10:00:00.123999999Z', '2026-11-20T10:00:00.123Z', 'second'],
    ['2026-11-20T01:30:00+03:00', '2026-11-19T22:30:00.000Z', 'second'],
    ['2026-11-20T22:30:00-05:45', '2026-11-21T04:15:00.000Z', 'second'],
    ['2026-11-20T10:00:00-00:00', '2026-11-20T10:00:00.000Z', 'second'],
    ['1970-01-01T03:00:00+03:00', '1970-01-01T00:00:00.000Z', 'second'],
  ] as const)
    it(`"${date}" is ${told}, to the ${precision}, when it is answered and when it is read`, async () => {
      const operation = (await post({ date })).json<OperationBody>();
      expect([operation.date, operation.date_precision]).to.deep.equal([told, precision]);
      expect((await ada.bearer.get(`/operations/${operation.id}`)).json()).to.deep.equal(operation);
    });

  it('is from 1970 to a day from now', async () => {
    for (const date of ['1969-12-31', '1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00+00:01', '0001-01-01'])
      expect((await post({ date })).violations).to.deep.equal(['/date OUT_OF_RANGE']);
    for (const hours of [25, 48, 24 * 365])
      expect((await post({ date: new Date(Date.now() + hours * HOUR).toISOString() })).violations).to.deep.equal([
        '/date OUT_OF_RANGE',
      ]);
    expect((await post({ date: '9999-12-31T23:59:59-23:59' })).violations).to.deep.equal(['/date OUT_OF_RANGE']);
    const tomorrow = new Date(Date.now() + 23 * HOUR).toISOString();
    expect((await post({ date: tomorrow })).json<OperationBody>().date).to.equal(tomorrow);
  });

  it('can be said to be of a day only at midnight UTC, and a bare date is of a day', async () => {
    for (const [date, precision] of [
      ['2026-11-20', 'second'],
      ['2026-11-20T10:00:00Z', 'day'],
      ['2026-11-20T00:00:00.001Z', 'day'],
      ['2026-11-20', 'hour'],
      ['2026-11-20', ''],
    ])
      expect((await post({ date, date_precision: precision })).violations).to.deep.equal([
        '/date_precision NOT_ALLOWED',
      ]);
    for (const [date, precision] of [
      ['2026-11-20', 'day'],
      ['2026-11-20T00:00:00Z', 'day'],
      ['2026-11-20T03:00:00+03:00', 'day'],
      ['2026-11-20T00:00:00Z', 'second'],
    ])
      expect((await post({ date, date_precision: precision })).json()).to.include({
        date: '2026-11-20T00:00:00.000Z',
        date_precision: precision,
      });
  });

  it('of a day stays that day through edits of other fields, and a new date brings its own precision', async () => {
    const { id } = (await post({ date: '2026-11-20' })).json<OperationBody>();
    const edited = await ada.bearer.patch(`/operations/${id}`, { note: 'edited' });
    expect(edited.json()).to.include({ date: '2026-11-20T00:00:00.000Z', date_precision: 'day' });
    const timed = await ada.bearer.patch(`/operations/${id}`, { date: '2026-11-20T00:00:00Z' });
    expect(timed.json()).to.include({ date: '2026-11-20T00:00:00.000Z', date_precision: 'second' });
    const daily = await ada.bearer.patch(`/operations/${id}`, { date: '2026-11-21' });
    expect(daily.json()).to.include({ date: '2026-11-21T00:00:00.000Z', date_precision: 'day' });
  });
});
