import { expect } from 'chai';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { ACCOUNT_ID, anOperation, LATER, recorded } from '#test/domain/builders.ts';

const deposit = () =>
  recorded({ type: 'deposit', payment: '5000.00', currency: 'USD', date: '2026-11-20', tags: ['a'] });

const SAID = [
  ['accountId', ACCOUNT_ID],
  ['type', 'deposit'],
  ['currency', 'USD'],
  ['payment', '5000'],
  ['date', '2026-11-20T00:00:00.000Z'],
  ['datePrecision', 'day'],
  ['tags', ['a']],
] as const;

describe('The history of an operation', () => {
  it('has no line when nothing changed', () => {
    expect(changesBetween(deposit(), deposit())).to.deep.equal([]);
    expect(changesBetween(null, null)).to.deep.equal([]);
  });

  it('begins with what was said, without defaults', () => {
    expect(changesBetween(null, deposit())).to.deep.equal(
      SAID.map(([field, value]) => ({ field, old: null, new: value })),
    );
  });

  it('ends with what is lost', () => {
    expect(changesBetween(deposit(), null)).to.deep.equal(
      SAID.map(([field, value]) => ({ field, old: value, new: null })),
    );
  });

  it('does not tell an empty note', () => {
    expect(changesBetween(null, anOperation({ note: '' })).map(({ field }) => field)).to.not.include('note');
  });

  it('tells a fee and its currency when they are not the defaults', () => {
    const fields = changesBetween(null, anOperation({ fee: '1', feeCurrency: 'EUR' })).map(({ field }) => field);
    expect(fields).to.include.members(['fee', 'feeCurrency', 'quantity', 'price']);
    expect(fields).to.not.include.members(['payment']);
  });

  it('tells old and new of each changed field as plain data, defaults included', () => {
    const before = anOperation({ tags: ['a'] });
    const after = before.change(
      { quantity: '12.50', fee: null, date: '2026-11-21', tags: ['a', 'b'], note: 'n', price: '100.0' },
      LATER,
    );
    expect(changesBetween(before, after)).to.deep.equal([
      { field: 'quantity', old: '10', new: '12.5' },
      { field: 'fee', old: '1', new: '0' },
      { field: 'date', old: '2026-11-20T10:00:00.000Z', new: '2026-11-21T00:00:00.000Z' },
      { field: 'datePrecision', old: 'second', new: 'day' },
      { field: 'note', old: null, new: 'n' },
      { field: 'tags', old: ['a'], new: ['a', 'b'] },
    ]);
  });
});
