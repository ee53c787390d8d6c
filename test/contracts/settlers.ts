import { hash, randomBytes } from 'node:crypto';
import { UuidIdGenerator } from '#adapters/outbound/security/uuid-id-generator.ts';
import { type NewJob, newJob } from '#application/jobs/new-job.ts';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import type { StoredAnswer } from '#application/ports/answer-repository.ts';
import type { MailedToken } from '#application/ports/mailed-token-repository.ts';
import type { HistoryEntry } from '#application/ports/operation-repository.ts';
import type { Session } from '#application/ports/session-repository.ts';
import { User, type UserState } from '#domain/identity/user.ts';
import { Account, type AccountDraft } from '#domain/ledger/account.ts';
import { Operation } from '#domain/ledger/operation.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { aUser, LATER, NOW } from '#test/domain/builders.ts';
import type { Store } from './stores/store.ts';

/** One database serves a whole suite, so every test brings users of its own. */
export type Settler = { readonly user: User; readonly account: Account };

export const ids = new UuidIdGenerator();

export function aNewUser(overrides: Partial<UserState> = {}): User {
  const id = ids.next();
  return User.restore({ ...aUser(), id, email: `${id}@example.com`, ...overrides });
}

export const passwordHashOf = ({ id }: User): string => `$hash of ${id}`;

/** A new user with one account. */
export async function settle(store: Pick<Store, 'unitOfWork'>, overrides: Partial<UserState> = {}): Promise<Settler> {
  const user = aNewUser(overrides);
  const settler = { user, account: anAccountOf(user) };
  await moveIn(store, settler);
  return settler;
}

/** The same user and account can live in several stores. */
export const moveIn = ({ unitOfWork }: Pick<Store, 'unitOfWork'>, { user, account }: Settler): Promise<void> =>
  unitOfWork.run(async ({ users, accounts }) => {
    await users.add(user, passwordHashOf(user));
    await accounts.save(account);
  });

export const anAccountOf = ({ id }: User, draft: AccountDraft = {}): Account =>
  Account.open(ids.next(), id, { name: 'Main', currency: 'USD', ...draft }, NOW);

/** A buy of the settler, in the first account unless the draft names one. */
export const anOperationOf = ({ user, account }: Settler, draft: OperationDraft): Operation =>
  Operation.record(ids.next(), user.id, account.id, draft, NOW);

export const creationOf = (operation: Operation): HistoryEntry => ({
  action: 'created',
  by: operation.userId,
  at: operation.createdAt,
  changes: changesBetween(null, operation),
});

export const changeOf = (before: Operation, after: Operation): HistoryEntry => ({
  action: 'changed',
  by: after.userId,
  at: after.updatedAt,
  changes: changesBetween(before, after),
});

export const deletionOf = (operation: Operation, at: Date): HistoryEntry => ({
  action: 'deleted',
  by: operation.userId,
  at,
  changes: changesBetween(operation, null),
});

export const book = ({ journal }: Pick<Store, 'journal'>, operation: Operation, answer: StoredAnswer | null = null) =>
  journal.record(operation, creationOf(operation), answer);

/** Each operation booked, one after the other. */
export async function bookAll(store: Pick<Store, 'journal'>, operations: Iterable<Operation>): Promise<void> {
  for (const operation of operations) await book(store, operation);
}

export const anAnswer = (
  { id }: User,
  key: string,
  { request = 'a request', answer = '{"an":"answer"}', at = NOW } = {},
): StoredAnswer => ({ userId: id, key, fingerprint: hash('sha256', request, 'buffer'), answer, at });

/** Of a secret that nobody knows. */
export const aDigest = (): string => randomBytes(32).toString('base64url');

/** The token of a program's login. */
export const aTokenOf = ({ id }: Pick<User, 'id'>, overrides: Partial<AccessToken> = {}): AccessToken => ({
  id: ids.next(),
  digest: aDigest(),
  userId: id,
  name: null,
  scopes: null,
  accountIds: null,
  client: { address: '192.0.2.1', userAgent: 'A program' },
  createdAt: NOW,
  expiresAt: LATER,
  lastUsedAt: null,
  ...overrides,
});

export const aSessionOf = ({ id }: Pick<User, 'id'>, overrides: Partial<Session> = {}): Session => ({
  userId: id,
  id: ids.next(),
  client: { address: '192.0.2.1', userAgent: 'A browser' },
  createdAt: NOW,
  lastSeenAt: NOW,
  expiresAt: LATER,
  ...overrides,
});

/** The token of a link for a new password. */
export const aMailedTokenOf = ({ id, email }: User, overrides: Partial<MailedToken> = {}): MailedToken => ({
  userId: id,
  purpose: 'reset-password',
  id: ids.next(),
  email,
  digest: aDigest(),
  expiresAt: LATER,
  ...overrides,
});

/** Somebody asked for a link. */
export const aLinkJob = (): NewJob =>
  newJob(ids.next(), { task: 'send-link', payload: { purpose: 'reset-password', email: 'ada@example.com' } });
