import { type Contestant, contest, contestant, type Score, type Terms } from '../load/contest.ts';
import { bearer, byCookie, inTurn, request } from '../load/request.ts';
import type { Door, Doors } from '../parts/doors.ts';
import type { ServerProcess } from '../parts/server-process.ts';

/** A list of about 2 kB, that of the peer too. */
export const SHORT_LIST = '/api/v1/operations?limit=3';

/** From the table, whatever is kept. */
export const UNKEPT = { 'Cache-Control': 'no-store' };

/** Who answers a short list, and how: bare Express from memory, and Blotter where it keeps answers in its memory, or in Redis. */
export type Kept = Readonly<Record<'express' | `${'memory' | 'redis'} ${Ask}`, Score>>;
type Ask = 'bearer' | 'cookie' | '304' | 'miss' | 'unkept';

type Requests = { readonly statuses: readonly number[]; next(): Buffer };

/** Prepares the requests; the function plays one round of them. */
export async function prepareKept(doors: Doors, peer: ServerProcess, terms: Terms): Promise<() => Promise<Kept>> {
  const contestants = [
    contestant('express', peer, { statuses: [200], next: inTurn([request('GET', '/list')]) }),
    ...(await ofDoor('memory', doors.alone)),
    ...(await ofDoor('redis', doors.onRedis)),
  ];
  return async () => (await contest(contestants, terms)) as Kept;
}

async function ofDoor(where: string, { server, owners }: Door): Promise<Contestant[]> {
  const etags = await Promise.all(owners.map(({ token }) => etagOf(server, token)));
  const asks: Record<Ask, Requests> = {
    bearer: all(
      200,
      owners.map(({ token }) => request('GET', SHORT_LIST, bearer(token))),
    ),
    cookie: all(
      200,
      owners.map(({ cookie }) => request('GET', SHORT_LIST, byCookie(cookie))),
    ),
    304: all(
      304,
      owners.map(({ token }, at) => request('GET', SHORT_LIST, { ...bearer(token), 'If-None-Match': etags[at]! })),
    ),
    miss: neverAsked(owners.map(({ token }) => bearer(token))),
    unkept: neverAsked(owners.map(({ token }) => ({ ...bearer(token), ...UNKEPT }))),
  };
  return Object.entries(asks).map(([ask, requests]) => contestant(`${where} ${ask}`, server, requests));
}

const all = (status: number, requests: readonly Buffer[]): Requests => ({ statuses: [status], next: inTurn(requests) });

/** The same list, asked for in a way in which it never was: no operation is as old as that. */
function neverAsked(headers: readonly Record<string, string>[]): Requests {
  const headersInTurn = inTurn(headers);
  return {
    statuses: [200],
    next: () => request('GET', `${SHORT_LIST}&from=${newStart()}`, headersInTurn()),
  };
}

let starts = 0;

export function newStart(): string {
  starts += 1;
  return new Date(starts).toISOString();
}

async function etagOf({ port }: ServerProcess, token: string): Promise<string> {
  const headers = { ...bearer(token), 'Accept-Encoding': 'identity' };
  const response = await fetch(`http://127.0.0.1:${port}${SHORT_LIST}`, { headers });
  await response.arrayBuffer();
  const etag = response.headers.get('etag');
  if (etag === null) throw new Error('A list has no ETag.');
  return etag;
}
