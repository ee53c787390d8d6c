import { expect } from 'chai';
import { Operation } from '#domain/ledger/operation.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import {
  ACCOUNT_ID,
  anOperation,
  NOW,
  OPERATION_ID,
  OTHER_ACCOUNT_ID,
  recorded,
  USER_ID,
} from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

const refused = (overrides: Parameters<typeof anOperation>[0]) => violationsOf(() => anOperation(overrides));

describe('An operation is not recorded', () => {
  it('when everything is wrong with it, and all of it is said at once', () => {
    const draft = {
      accountId: 'main',
      type: 'purchase',
      figi: 'bbg000b9xry4',
      isin: 'US0378331006',
      symbol: '',
      instrumentType: 'stock',
      quantity: '-1',
      price: '1e3',
      currency: 'GBp',
      payment: '1,5',
      fee: '-0.01',
      feeCurrency: 'ZAc',
      accruedInterest: 'x',
      ratio: '1:0',
      date: '2026-02-30',
      datePrecision: 'hour',
      source: '',
      externalId: 'x'.repeat(201),
      note: 'a\0b',
      tags: ['fine', '', 'x'.repeat(41)],
    };
    expect([...violationsOf(() => recorded(draft))].sort()).to.deep.equal([
      'accountId INVALID_FORMAT',
      'accruedInterest INVALID_FORMAT',
      'currency MINOR_UNIT',
      'date INVALID_FORMAT',
      'datePrecision NOT_ALLOWED',
      'externalId TOO_LONG',
      'fee OUT_OF_RANGE',
      'feeCurrency MINOR_UNIT',
      'figi INVALID_FORMAT',
      'instrumentType NOT_ALLOWED',
      'isin INVALID_CHECK_DIGIT',
      'note INVALID_FORMAT',
      'payment INVALID_FORMAT',
      'price INVALID_FORMAT',
      'quantity OUT_OF_RANGE',
      'ratio INVALID_FORMAT',
      'source TOO_SHORT',
      'symbol INVALID_FORMAT',
      'tags/1 TOO_SHORT',
      'tags/2 TOO_LONG',
      'type NOT_ALLOWED',
    ]);
  });

  it('when it is empty', () => {
    expect(violationsOf(() => recorded({}))).to.deep.equal(['date REQUIRED', 'type REQUIRED']);
  });

  it('when an adapter found faults, which are told together with the rest and never twice', () => {
    const faults = [
      { field: 'quantity', code: 'INVALID_TYPE', detail: 'A string is wanted.' },
      { field: 'date', code: 'INVALID_TYPE', detail: 'A string is wanted.' },
      { field: 'figi', code: 'INVALID_TYPE', detail: 'A string is wanted.' },
      { field: 'tags/1', code: 'INVALID_TYPE', detail: 'A string is wanted.' },
      { field: 'color', code: 'UNKNOWN_FIELD', detail: 'There is no such field.' },
    ] as const;
    const draft = { type: 'buy', currency: 'USD', tags: ['', 'b'], faults };
    expect(violationsOf(() => recorded(draft))).to.deep.equal([
      'quantity INVALID_TYPE',
      'date INVALID_TYPE',
      'figi INVALID_TYPE',
      'tags/1 INVALID_TYPE',
      'color UNKNOWN_FIELD',
      'price REQUIRED',
    ]);
  });

  it('when a fault is the only thing wrong', () => {
    const faults = [{ field: 'color', code: 'UNKNOWN_FIELD', detail: 'There is no such field.' }] as const;
    expect(refused({ faults })).to.deep.equal(['color UNKNOWN_FIELD']);
  });

  it('when a field has a fault, whose value then has no say about other fields', () => {
    const fault = (field: string) => [{ field, code: 'INVALID_TYPE', detail: 'A string is wanted.' }] as const;
    expect(violationsOf(() => recorded({ type: 'buy', date: '2026-11-20', faults: fault('type') }))).to.deep.equal([
      'type INVALID_TYPE',
    ]);
    const split = { type: 'split', figi: 'BBG000B9XRY4', ratio: '4:1', date: '2026-11-20' };
    expect(violationsOf(() => recorded({ ...split, fee: '1', faults: fault('fee') }))).to.deep.equal([
      'fee INVALID_TYPE',
    ]);
  });

  it('when its only name is malformed, which is not also a missing name', () => {
    expect(refused({ figi: null, isin: 'US0378331006' })).to.deep.equal(['isin INVALID_CHECK_DIGIT']);
  });

  it('with 21 tags', () => {
    expect(refused({ tags: Array.from({ length: 21 }, (_, index) => `tag ${index}`) })).to.deep.equal([
      'tags TOO_MANY',
    ]);
  });

  it('with a note of 2001 characters', () => {
    expect(refused({ note: 'x'.repeat(2001) })).to.deep.equal(['note TOO_LONG']);
  });

  it('with a fee in no currency', () => {
    const split = { type: 'split', figi: 'BBG000B9XRY4', ratio: '4:1', date: '2026-11-20' };
    expect(violationsOf(() => recorded({ ...split, fee: '1' }))).to.deep.equal(['feeCurrency REQUIRED']);
    expect(violationsOf(() => recorded({ ...split, payment: '1', fee: '1' }))).to.deep.equal(['currency REQUIRED']);
    expect(recorded({ ...split, fee: '1', feeCurrency: 'eur' }).fields.feeCurrency).to.equal('EUR');
    expect(recorded({ ...split, fee: '0', payment: '0' }).fields.feeCurrency).to.equal(null);
  });

  it('without a currency, which is one complaint even when there is a fee', () => {
    expect(refused({ currency: null })).to.deep.equal(['currency REQUIRED']);
  });

  it('and the error has a code and says which field is meant, never an HTTP status', () => {
    expect(() => anOperation({ fee: '-1' }))
      .to.throw(InvalidFields, 'fee: This must not be negative.')
      .with.property('code', 'INVALID_FIELDS');
  });
});

describe('A recorded operation', () => {
  it('starts at version 1 and belongs to its user and account', () => {
    const operation = anOperation();
    expect(operation).to.include({ id: OPERATION_ID, userId: USER_ID, version: 1, createdAt: NOW, updatedAt: NOW });
    expect(operation.fields.accountId).to.equal(ACCOUNT_ID);
  });

  it('belongs to the account that its draft names, in lower case', () => {
    expect(anOperation({ accountId: OTHER_ACCOUNT_ID.toUpperCase() }).fields.accountId).to.equal(OTHER_ACCOUNT_ID);
    expect(anOperation({ accountId: null }).fields.accountId).to.equal(ACCOUNT_ID);
  });

  it('has every field in its canonical form', () => {
    const { quantity, price, payment, fee, accruedInterest, date, ...rest } = anOperation({
      isin: 'US0378331005',
      symbol: ' aapl ',
      quantity: '010.50',
      price: '+100.0',
      currency: 'usd',
      payment: '-1052.00',
      fee: '1.50',
      feeCurrency: 'eur',
      accruedInterest: '-0',
      date: '2026-11-20T10:00:00.1239+03:00',
      source: 'broker',
      externalId: 'x-1',
      note: 'first lot',
      tags: ['long', 'tech'],
    }).fields;
    expect([quantity, price, payment, fee, accruedInterest].map(String)).to.deep.equal([
      '10.5',
      '100',
      '-1052',
      '1.5',
      '0',
    ]);
    expect(date.toISOString()).to.equal('2026-11-20T07:00:00.123Z');
    expect(rest).to.deep.equal({
      accountId: ACCOUNT_ID,
      type: 'buy',
      figi: 'BBG000B9XRY4',
      figiCheck: 'ok',
      isin: 'US0378331005',
      symbol: 'AAPL',
      instrumentType: 'share',
      currency: 'USD',
      paymentCheck: 'differs',
      feeCurrency: 'EUR',
      ratio: null,
      datePrecision: 'second',
      source: 'broker',
      externalId: 'x-1',
      note: 'first lot',
      tags: ['long', 'tech'],
    });
  });

  it('has defaults for what was left out', () => {
    const { fields } = recorded({ type: 'deposit', payment: '5000', currency: 'USD', date: '2026-11-20' });
    expect([fields.quantity.text, fields.fee.text, fields.feeCurrency]).to.deep.equal(['0', '0', 'USD']);
    expect([fields.price, fields.figi, fields.figiCheck, fields.paymentCheck, fields.note]).to.deep.equal([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(fields.tags).to.deep.equal([]);
    expect([fields.date.toISOString(), fields.datePrecision]).to.deep.equal(['2026-11-20T00:00:00.000Z', 'day']);
  });

  it('is marked when its figi is not of the standard', () => {
    expect(anOperation({ figi: 'TCS00A0JP7J0' }).fields.figiCheck).to.equal('nonstandard');
  });

  it('may have a price below zero, as oil had', () => {
    expect(anOperation({ price: '-37.63' }).fields.price?.text).to.equal('-37.63');
  });

  it('may have a note of 2000 characters, 20 tags of 40, and names of 200', () => {
    const tags = Array.from({ length: 20 }, () => '🦉'.repeat(40));
    const { fields } = anOperation({
      note: 'x'.repeat(2000),
      tags,
      source: 's'.repeat(200),
      externalId: 'e'.repeat(200),
    });
    expect(fields.tags).to.deep.equal(tags);
  });

  it('reads back from its own stored state', () => {
    const operation = anOperation();
    expect(Operation.restore({ ...operation })).to.deep.equal(operation);
  });
});
