import { expect } from 'chai';
import { parseTimeZone } from '#domain/identity/time-zone.ts';
import { refusalBy } from '#test/domain/refusals.ts';

describe('A time zone', () => {
  for (const text of ['', 'Mars/Olympus', '+03:00', 'Europe/Berlin\n', 'Europe Berlin', '../etc/passwd']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseTimeZone(text)).code).to.equal('NOT_ALLOWED');
    });
  }

  for (const text of ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Etc/GMT+3', 'America/Argentina/Buenos_Aires']) {
    it(`may be ${text}, kept as given`, () => {
      expect(parseTimeZone(text)).to.equal(text);
    });
  }
});
