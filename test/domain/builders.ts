import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import { type RegistrationDraft, User } from '#domain/identity/user.ts';
import { Account, type AccountDraft } from '#domain/ledger/account.ts';
import type { Cut } from '#domain/ledger/cut.ts';
import { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import type { Decimal } from '#domain/shared/decimal.ts';

/** The fixed clock. */
export const NOW = new Date('2026-11-24T09:30:00.000Z');
export const LATER = new Date('2026-11-24T10:00:00.000Z');

export const USER_ID = '0190163d-8694-739b-aea5-966c26f8ad91';
export const ACCOUNT_ID = '0190163d-8694-739b-aea5-966c26f8ad92';
export const OTHER_ACCOUNT_ID = '0190163d-8694-739b-aea5-966c26f8ad93';
export const OPERATION_ID = '0190163d-8694-739b-aea5-966c26f8ad94';

/** A complete buy: 10 at 100 USD with a fee of 1. */
export function anOperationDraft(overrides: OperationDraft = {}): OperationDraft {
  return {
    type: 'buy',
    figi: 'BBG000B9XRY4',
    instrumentType: 'share',
    quantity: '10',
    price: '100',
    currency: 'USD',
    fee: '1',
    date: '2026-11-20T10:00:00Z',
    ...overrides,
  };
}

export function anOperation(overrides: OperationDraft = {}): Operation {
  return Operation.record(OPERATION_ID, USER_ID, ACCOUNT_ID, anOperationDraft(overrides), NOW);
}

/** What is recorded of a draft without the defaults of `anOperationDraft`. */
export function recorded(draft: OperationDraft): Operation {
  return Operation.record(OPERATION_ID, USER_ID, ACCOUNT_ID, draft, NOW);
}

export function anAccount(overrides: AccountDraft = {}): Account {
  return Account.open(ACCOUNT_ID, USER_ID, { name: 'Main', currency: 'USD', ...overrides }, NOW);
}

/** Everybody's first tries, as far as tests have them. */
export const COMMON: CommonPasswords = {
  has: (password) => ['password', 'iloveyou', 'qwertyuiop'].includes(password.toLowerCase()),
};

/** The same for bare dates and instants. */
export const aCut = (text: string): Cut => ({ before: new Date(text), beforeDay: new Date(text) });

export function aUser(overrides: RegistrationDraft = {}): User {
  const draft = { email: 'ada@example.com', password: 'correct horse battery', username: 'Ada', ...overrides };
  return User.register(USER_ID, draft, NOW, COMMON);
}

export function textOf(number: Decimal | null): string | null {
  return number?.text ?? null;
}
