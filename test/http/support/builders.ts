import { randomUUID } from 'node:crypto';

/** A registration that nobody made before. */
export function aRegistration(overrides: object = {}): { email: string; password: string; username: string } {
  const name = randomUUID().slice(0, 13);
  return { email: `ada-${name}@example.com`, password: `correct horse ${name}`, username: 'Ada', ...overrides };
}

/** A complete buy: 10 at 100 USD with a fee of 1. The note is one that the log must not tell. */
export function anOperation(overrides: object = {}): Record<string, unknown> {
  return {
    type: 'buy',
    figi: 'BBG000B9XRY4',
    instrument_type: 'share',
    quantity: '10',
    price: '100',
    currency: 'USD',
    fee: '1',
    date: '2026-11-20T10:00:00Z',
    note: PRIVATE_NOTE,
    ...overrides,
  };
}

export const PRIVATE_NOTE = 'what nobody else may read';

export function anAccount(overrides: object = {}): Record<string, unknown> {
  return { name: 'Retirement', currency: 'EUR', kind: 'retirement', ...overrides };
}

/** Has the form of an id, and nobody ever got it. */
export const NO_ID = '01940000-0000-7000-8000-000000000000';
