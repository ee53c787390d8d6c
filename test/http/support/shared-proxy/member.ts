import { randomUUID } from 'node:crypto';
import type { AccountBody, OperationBody } from '../answer.ts';
import { anAccount, anOperation } from '../builders.ts';
import type { Headers } from '../caller.ts';
import type { TestApp } from '../start-app.ts';

/** Somebody with a ledger. */
export type Member = {
  readonly name: string;
  readonly role: 'user' | 'auditor';
  readonly userId: string;
  /** Stands in every note and name of theirs, and nowhere else. */
  readonly mark: string;
  /** Begins the ids of their requests, which the log tells and nobody else may be shown. */
  readonly requests: string;
  /** Their texts, ids and secrets, which nobody else may be shown. */
  readonly traces: readonly string[];
  /** By bearer token, and by cookie from a page of the service. */
  readonly ways: readonly [bearer: Headers, cookie: Headers];
  readonly operations: readonly string[];
  readonly account: string;
  /** Of their operations: a path with a cursor that is theirs. */
  readonly secondPage: string;
};

type NewToken = { readonly id: string; readonly token: string };

/** A list of as many is long enough to be sent compressed. */
const OPERATIONS = 5;

/** An auditor has a ledger from before. */
export async function newMember(app: TestApp, name: string, role: 'user' | 'auditor'): Promise<Member> {
  const person = await app.signedUp();
  const { bearer, user, account } = person;
  const mark = app.secrets.add(`only-of-${name}-${randomUUID().slice(0, 8)}`);
  await bearer.patch('/users/me', { username: mark });
  await bearer.patch(`/accounts/${account}`, { name: mark });
  const second = (await bearer.post('/accounts', anAccount({ name: `${mark} too` }))).json<AccountBody>();
  const token = (await bearer.post('/tokens', { name: mark, scopes: ['account'] })).json<NewToken>();
  const operations: string[] = [];
  for (let count = 0; count < OPERATIONS; count += 1)
    operations.push((await bearer.post('/operations', anOperation({ note: mark }))).json<OperationBody>().id);
  await bearer.patch(`/operations/${operations[0]}`, { note: `${mark}, changed` });
  const secondPage = (await bearer.get('/operations?limit=2')).nextPage ?? '';
  if (role === 'auditor') {
    const admin = await app.signedUp('admin');
    await admin.bearer.patch(`/users/${user.id}`, { role });
  }
  const requests = `asked-by-${name}-${randomUUID().slice(0, 8)}`;
  const ids = [user.id, account, second.id, token.id, ...operations];
  const secrets = [token.token, person.token, person.cookieHeader.replace(/^.*?=/, '')];
  return {
    name,
    role,
    userId: user.id,
    mark,
    requests,
    traces: [mark, requests, user.email, ...secrets, ...ids],
    ways: [
      { Authorization: `Bearer ${person.token}` },
      { Cookie: person.cookieHeader, 'Sec-Fetch-Site': 'same-origin' },
    ],
    operations,
    account,
    secondPage,
  };
}
