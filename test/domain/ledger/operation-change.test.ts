import { expect } from 'chai';
import { ACCOUNT_ID, anOperation, anOperationDraft, LATER, NOW, OTHER_ACCOUNT_ID } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

describe('A change of an operation is refused', () => {
  for (const field of ['type', 'date', 'accountId', 'quantity', 'price', 'currency', 'figi'] as const) {
    it(`when it clears the ${field} of a buy`, () => {
      expect(violationsOf(() => anOperation().change({ [field]: null }, LATER))).to.deep.equal([`${field} REQUIRED`]);
    });
  }

  it('when the result would lack what its new type needs', () => {
    const refused = violationsOf(() => anOperation().change({ type: 'split' }, LATER));
    expect(refused).to.deep.equal(['ratio REQUIRED']);
  });

  it('when it leaves behind what its new type cannot have', () => {
    const buy = anOperation({ accruedInterest: '1', payment: '-1002' });
    expect(violationsOf(() => buy.change({ type: 'deposit' }, LATER))).to.deep.equal([
      'payment OUT_OF_RANGE',
      'accruedInterest NOT_ALLOWED',
    ]);
  });

  it('with all of its violations and the faults of its adapter at once', () => {
    const faults = [{ field: 'price', code: 'INVALID_TYPE', detail: 'A string is wanted.' }] as const;
    expect(violationsOf(() => anOperation().change({ fee: '-1', accountId: 'main', faults }, LATER))).to.deep.equal([
      'price INVALID_TYPE',
      'accountId INVALID_FORMAT',
      'fee OUT_OF_RANGE',
    ]);
  });

  it('when it makes the precision of a kept date the day, and that is not midnight', () => {
    expect(violationsOf(() => anOperation().change({ datePrecision: 'day' }, LATER))).to.deep.equal([
      'datePrecision NOT_ALLOWED',
    ]);
  });
});

describe('A change of an operation', () => {
  it('keeps what it does not mention and gives the next version', () => {
    const before = anOperation({ note: 'first lot' });
    const after = before.change({ quantity: '2' }, LATER);
    expect(after).to.include({ id: before.id, userId: before.userId, version: 2, createdAt: NOW, updatedAt: LATER });
    expect([after.fields.quantity.text, after.fields.price?.text, after.fields.note]).to.deep.equal([
      '2',
      '100',
      'first lot',
    ]);
    expect([before.version, before.fields.quantity.text]).to.deep.equal([1, '10']);
    expect(after.change({ note: undefined }, LATER)).to.equal(after);
  });

  it('that changes nothing is no change', () => {
    const operation = anOperation({ tags: ['a'], note: 'n' });
    expect(operation.change({}, LATER)).to.equal(operation);
    const same = { quantity: '10.0', currency: 'usd', tags: ['a'], date: '2026-11-20T13:00:00+03:00', type: 'cover' };
    expect(operation.change(same, LATER)).to.equal(operation);
  });

  it('clears with null: to nothing, to no tags, to a fee of zero', () => {
    const { fields } = anOperation({ note: 'n', tags: ['a'], payment: '-1001' }).change(
      { note: null, tags: null, fee: null, payment: null, instrumentType: null },
      LATER,
    );
    expect([
      fields.note,
      fields.tags,
      fields.fee.text,
      fields.payment,
      fields.paymentCheck,
      fields.instrumentType,
    ]).to.deep.equal([null, [], '0', null, null, null]);
  });

  it('clears the quantity to zero where the type needs none', () => {
    const dividend = anOperation({ type: 'dividend', payment: '6.25' });
    expect(dividend.change({ quantity: null }, LATER).fields.quantity.text).to.equal('0');
  });

  it('of the currency leaves the currency of the fee alone, and null gives it back its default', () => {
    const euros = anOperation().change({ currency: 'EUR' }, LATER);
    expect([euros.fields.currency, euros.fields.feeCurrency]).to.deep.equal(['EUR', 'USD']);
    expect(euros.change({ feeCurrency: null }, LATER).fields.feeCurrency).to.equal('EUR');
  });

  it('of the order or number of tags is a change', () => {
    const operation = anOperation({ tags: ['a', 'b'] });
    expect(operation.change({ tags: ['b', 'a'] }, LATER).version).to.equal(2);
    expect(operation.change({ tags: ['a'] }, LATER).version).to.equal(2);
  });

  it('checks payment and figi again', () => {
    const operation = anOperation({ payment: '-1001' });
    expect(operation.fields.paymentCheck).to.equal('ok');
    expect(operation.change({ price: '101' }, LATER).fields.paymentCheck).to.equal('differs');
    expect(operation.change({ figi: 'BBG000B9XRY5' }, LATER).fields.figiCheck).to.equal('nonstandard');
  });

  it('can move the operation to another account', () => {
    expect(anOperation().change({ accountId: OTHER_ACCOUNT_ID }, LATER).fields.accountId).to.equal(OTHER_ACCOUNT_ID);
  });

  it('of the date brings the precision of the new date', () => {
    const bare = anOperation().change({ date: '2026-11-19' }, LATER);
    expect(bare.fields.datePrecision).to.equal('day');
    expect(bare.change({ date: '2026-11-19T00:00:00Z' }, LATER).fields.datePrecision).to.equal('second');
    expect(bare.change({ date: '2026-11-19T00:00:00Z', datePrecision: 'day' }, LATER)).to.equal(bare);
  });

  it('of the precision alone is about the kept date', () => {
    const midnight = anOperation({ date: '2026-11-20T00:00:00Z' });
    const day = midnight.change({ datePrecision: 'day' }, LATER);
    expect([midnight.fields.datePrecision, day.fields.datePrecision]).to.deep.equal(['second', 'day']);
    expect(day.change({ datePrecision: 'second' }, LATER).fields.datePrecision).to.equal('second');
    expect(day.change({ datePrecision: null }, LATER)).to.equal(day);
  });

  it('of something else keeps a bare date bare', () => {
    expect(anOperation({ date: '2026-11-20' }).change({ note: 'n' }, LATER).fields.datePrecision).to.equal('day');
  });
});

describe('The replacement of an operation', () => {
  it('is refused like a new operation', () => {
    expect(violationsOf(() => anOperation().replace(ACCOUNT_ID, { type: 'deposit', date: 'x' }, LATER))).to.deep.equal([
      'date INVALID_FORMAT',
      'payment REQUIRED',
      'currency REQUIRED',
    ]);
  });

  it('clears what it does not mention', () => {
    const before = anOperation({ note: 'n', tags: ['a'], feeCurrency: 'EUR' });
    const { fee, instrumentType, ...draft } = anOperationDraft();
    const after = before.replace(ACCOUNT_ID, draft, LATER);
    expect([
      after.fields.note,
      after.fields.tags,
      after.fields.fee.text,
      after.fields.feeCurrency,
      after.fields.instrumentType,
    ]).to.deep.equal([null, [], '0', 'USD', null]);
    expect(after).to.include({ version: 2, createdAt: NOW, updatedAt: LATER });
  });

  it('by the same is no change', () => {
    const operation = anOperation();
    expect(operation.replace(ACCOUNT_ID, anOperationDraft({ price: '100.00' }), LATER)).to.equal(operation);
  });

  it('goes to the account that was decided', () => {
    expect(anOperation().replace(OTHER_ACCOUNT_ID, anOperationDraft(), LATER).fields.accountId).to.equal(
      OTHER_ACCOUNT_ID,
    );
  });
});
