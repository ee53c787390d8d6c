import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { Cursors } from '#adapters/inbound/http/cursor.ts';
import { readOperationQuery } from '#adapters/inbound/http/operations/operation-query.ts';
import type { Target } from '../load/fire.ts';
import { bearer, believed, byCookie, inTurn, request } from '../load/request.ts';
import { SESSION_SECRET } from '../parts/house.ts';
import { loginBody, type Person, type SignedInPerson } from '../parts/people.ts';
import type { Place } from '../parts/seed.ts';
import { UNKEPT } from './kept.ts';

const LIMIT = 20;
const cursors = new Cursors(SESSION_SECRET);

type Requests = Pick<Target, 'next' | 'statuses'>;

/** What Blotter is asked, with a bearer token. What is read comes from the table, not from what is kept. */
export const ofBlotter = {
  firstPage: (owners: readonly Person[]): Requests => ({
    statuses: [200],
    next: inTurn(
      owners.map(({ token }) => request('GET', `/api/v1/operations?limit=${LIMIT}`, { ...bearer(token), ...UNKEPT })),
    ),
  }),

  /** Pages that begin anywhere: a cursor is signed, so it is made by Blotter's own code. */
  anyPage: (owners: readonly Person[], places: readonly Place[]): Requests => ({
    statuses: [200],
    next: inTurn(
      places.map(({ owner, id, date }) => {
        const { userId, token } = owners[owner]!;
        const { scope } = readOperationQuery({ url: '/' } as Request, userId, cursors);
        const cursor = cursors.write(scope, [date.toISOString(), id]);
        return request('GET', `/api/v1/operations?limit=${LIMIT}&cursor=${cursor}`, { ...bearer(token), ...UNKEPT });
      }),
    ),
  }),

  one: (owners: readonly Person[], places: readonly Place[]): Requests =>
    oneOf(places, (owner) => bearer(owners[owner]!.token)),

  record: ({ accountId, token }: Person): Requests => ({
    statuses: [201],
    next: () =>
      request(
        'POST',
        '/api/v1/operations',
        { ...bearer(token), 'Idempotency-Key': `"${randomUUID()}"` },
        newOperation(accountId),
      ),
  }),
};

/** One operation of Blotter behind an open door: who asks is said in each of the ways. */
export const ofDoor = {
  bearer: ofBlotter.one,

  cookie: (owners: readonly SignedInPerson[], places: readonly Place[]): Requests =>
    oneOf(places, (owner) => byCookie(owners[owner]!.cookie)),

  /** Nobody has to find it out. */
  believed: (owners: readonly Person[], places: readonly Place[]): Requests =>
    oneOf(places, (owner) => believed(owners[owner]!.userId)),
};

export const alive: Requests = { statuses: [200], next: () => ALIVE };
const ALIVE = request('GET', '/livez');

/** The right passwords. Who does not fit into the queue of hashes is refused. */
export const logins = (people: readonly Person[]): Requests => ({
  statuses: [200, 503],
  next: inTurn(people.map((person) => request('POST', '/api/v1/auth/bearer/login', {}, loginBody(person)))),
});

/** The same of a peer, which believes the path. */
export const ofPeer = {
  firstPage: (owners: readonly Person[]): Requests => ({
    statuses: [200],
    next: inTurn(owners.map(({ userId }) => request('GET', `/${userId}/operations?limit=${LIMIT}`))),
  }),

  one: (owners: readonly Person[], places: readonly Place[]): Requests => ({
    statuses: [200],
    next: inTurn(places.map(({ owner, id }) => request('GET', `/${owners[owner]!.userId}/operations/${id}`))),
  }),

  record: ({ userId, accountId }: Person): Requests => ({
    statuses: [201],
    next: () => request('POST', `/${userId}/operations`, {}, newOperation(accountId)),
  }),
};

function oneOf(places: readonly Place[], headersOf: (owner: number) => Record<string, string>): Requests {
  const requests = places.map(({ owner, id }) =>
    request('GET', `/api/v1/operations/${id}`, { ...headersOf(owner), ...UNKEPT }),
  );
  return { statuses: [200], next: inTurn(requests) };
}

const newOperation = (accountId: string): string =>
  JSON.stringify({
    account_id: accountId,
    type: 'buy',
    figi: 'BBG000B9XRY4',
    isin: 'US0378331005',
    symbol: 'AAPL',
    instrument_type: 'share',
    quantity: '10',
    price: '187.25',
    currency: 'USD',
    payment: '-1873.49',
    fee: '0.99',
    date: new Date().toISOString(),
    source: 'my-broker',
    external_id: randomUUID(),
    note: 'Bought on the monthly plan',
    tags: ['long-term'],
  });
