import { expect } from 'chai';
import type { Mapping } from '#application/imports/reading/mapping.ts';
import { parseMapping } from '#application/imports/reading/parse-mapping.ts';
import { violationsOf } from '#test/domain/refusals.ts';

const current: Mapping = {
  format: 'csv',
  template: null,
  encoding: 'utf-8',
  delimiter: ',',
  headerLine: 1,
  decimal: '.',
  decimals: { Price: ',' },
  dateOrder: null,
  timeZone: 'UTC',
  columns: { date: 'Date', type: 'Type' },
  types: { Kauf: 'buy' },
  currency: null,
  source: 'import',
  direction: 'type',
  payments: 'signed',
};

describe('A correction of a mapping', () => {
  it('changes what it names, key by key, and leaves the rest', () => {
    const patch = {
      decimal: ',',
      types: { Sälj: 'sell', Övrigt: 'ignore' },
      columns: { type: null, external_id: 'Ref' },
      currency: 'eur',
    };
    expect(parseMapping(patch, current)).to.deep.equal({
      ...current,
      decimal: ',',
      types: { Kauf: 'buy', Sälj: 'sell', Övrigt: 'ignore' },
      columns: { date: 'Date', externalId: 'Ref' },
      currency: 'EUR',
    });
    expect(parseMapping({ types: null, decimals: { Price: null } }, current)).to.deep.equal({
      ...current,
      types: {},
      decimals: {},
    });
    expect(parseMapping({}, current)).to.deep.equal(current);
  });

  it('takes short and cover for what they are', () => {
    expect(parseMapping({ types: { S: 'short', C: 'cover' } }, current).types).to.deep.include({ S: 'sell', C: 'buy' });
  });

  it('names the columns of the template where there is one', () => {
    const avanza = { ...current, template: 'avanza' };
    expect(parseMapping({ columns: { paper_currency: 'X' } }, avanza).columns).to.deep.include({ paperCurrency: 'X' });
    expect(violationsOf(() => parseMapping({ columns: { figi: 'X' } }, avanza))).to.deep.equal([
      'columns/figi UNKNOWN_FIELD',
    ]);
  });

  it('is refused with every mistake at once', () => {
    const patch = {
      colour: 'red',
      format: 'xml',
      template: 'nobody',
      encoding: 'ebcdic',
      delimiter: ':',
      headerLine: -1,
      decimal: ';',
      decimals: { Price: ';' },
      dateOrder: 'ymd',
      timeZone: 'Mars/Base',
      columns: { date: 5, colour: 'Date' },
      types: { Sälj: 'frob', Köp: 7 },
      currency: 'GBX',
      source: '',
      direction: 'up',
      payments: 5,
    };
    expect(violationsOf(() => parseMapping(patch, current))).to.deep.equal([
      'colour UNKNOWN_FIELD',
      'format NOT_ALLOWED',
      'template NOT_ALLOWED',
      'encoding NOT_ALLOWED',
      'delimiter NOT_ALLOWED',
      'headerLine OUT_OF_RANGE',
      'decimal NOT_ALLOWED',
      'decimals/Price NOT_ALLOWED',
      'dateOrder NOT_ALLOWED',
      'timeZone NOT_ALLOWED',
      'columns/date INVALID_TYPE',
      'columns/colour UNKNOWN_FIELD',
      'types/Sälj NOT_ALLOWED',
      'types/Köp INVALID_TYPE',
      'currency MINOR_UNIT',
      'source TOO_SHORT',
      'direction NOT_ALLOWED',
      'payments INVALID_TYPE',
    ]);
    for (const patch of [null, [], 'x'])
      expect(violationsOf(() => parseMapping(patch, current))).to.deep.equal([' INVALID_TYPE']);
  });

  it('cannot reach what every object inherits', () => {
    const patch: unknown = JSON.parse('{"types":{"__proto__":"buy","constructor":"sell"},"__proto__":{"decimal":","}}');
    expect(violationsOf(() => parseMapping(patch, current))).to.deep.equal(['__proto__ UNKNOWN_FIELD']);
    const { types } = parseMapping(JSON.parse('{"types":{"__proto__":"buy"}}'), current);
    expect(Object.getPrototypeOf(types)).to.equal(Object.prototype);
    expect(Object.keys(types)).to.include('__proto__');
  });
});
