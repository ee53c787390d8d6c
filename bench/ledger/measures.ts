import { setInterval as ticks } from 'node:timers/promises';
import { percentile } from '../load/figures.ts';
import { fire } from '../load/fire.ts';
import { bearer, request } from '../load/request.ts';
import { residentMegabytes } from '../parts/processor-time.ts';
import type { ServerProcess } from '../parts/server-process.ts';
import type { Copies } from './copies.ts';
import { ledgerFile, tradeAt } from './ledger-file.ts';
import type { Trader } from './trader.ts';

/** A list that Blotter keeps. */
const KEPT = '/api/v1/operations?limit=3';
export const INSTRUMENTS = 50;
const LOOK_EVERY = 100;
const ASKED_EVERY = 5;

export type Pair = { readonly blotter: number; readonly other: number };

/** Rows a second of a file, from its first byte to the end of the commit, and of COPY into a table like that of operations. */
export async function importRates(trader: Trader, copies: Copies, rows: number): Promise<Pair> {
  const seconds = await trader.import([...ledgerFile(rows, INSTRUMENTS)], rows);
  const { csv } = await copies.out(trader.userId);
  return { blotter: rows / seconds, other: rows / (await copies.in(csv)) };
}

/** The same of POST /operations/batch. */
export async function batchRates(trader: Trader, copies: Copies, rows: number, connections: number): Promise<Pair> {
  const seconds = await trader.batch(rows, INSTRUMENTS, connections);
  const { csv } = await copies.out(trader.userId);
  return { blotter: rows / seconds, other: rows / (await copies.in(csv)) };
}

/** Rows a second of a whole export, and of COPY of the same rows as CSV; and the milliseconds to its first byte. */
export async function exportRates(trader: Trader, copies: Copies, rows: number): Promise<Pair & { first: number }> {
  const begin = performance.now();
  const { body } = await trader.ask('GET', '/export?format=csv');
  let first = 0;
  for await (const _ of body!) first ||= performance.now() - begin;
  const seconds = (performance.now() - begin) / 1_000;
  return { blotter: rows / seconds, other: rows / (await copies.out(trader.userId)).seconds, first };
}

/**
 * 99 of 100 answers of a kept list within so many milliseconds, asked every 5 ms by one connection, while nothing else is done and during an import;
 * and megabytes that the process grew by meanwhile.
 */
export async function beside(server: ServerProcess, reader: Trader, trader: Trader, rows: number) {
  const next = () => request('GET', KEPT, bearer(reader.token));
  const asked = async (seconds: number): Promise<readonly number[]> => {
    const pace = { connections: 1, leadInSeconds: 0, everyMilliseconds: ASKED_EVERY };
    return (await fire({ port: server.port, next, statuses: [200] }, { ...pace, seconds })).milliseconds;
  };
  const file = [...ledgerFile(rows, INSTRUMENTS)];
  const quiet = percentile(await asked(10), 0.99);
  const before = residentMegabytes(server.pid);
  let most = before;
  const ended = new AbortController();
  const watching = (async () => {
    for await (const _ of ticks(LOOK_EVERY, null, { signal: ended.signal }))
      most = Math.max(most, residentMegabytes(server.pid));
  })().catch(() => undefined);
  const busy: number[] = [];
  let isOver = false;
  const importing = trader.import(file, rows).finally(() => {
    isOver = true;
  });
  while (!isOver) busy.push(...(await asked(2)));
  await importing;
  ended.abort();
  await watching;
  return { quiet, busy: percentile(busy, 0.99), grown: most - before };
}

/** Every operation of a ledger by pages of 200, from the newest, while others are booked before and behind: milliseconds of the pages, and how many were missed or came twice. */
export async function paged(trader: Trader, rows: number) {
  let isOver = false;
  let booked = 0;
  const booking = (async () => {
    for (; !isOver; booked += 1) {
      const trade = tradeAt((booked * 7_919) % rows, INSTRUMENTS);
      const body = JSON.stringify({ ...trade, source: 'meanwhile', external_id: `m${booked}` });
      await trader.ask('POST', '/operations', { body, type: 'application/json' });
    }
  })();
  const milliseconds: number[] = [];
  const seen = new Set<string>();
  let twice = 0;
  let path: string | undefined = '/operations?limit=200';
  while (path !== undefined) {
    const begin = performance.now();
    const page = await trader.ask('GET', path);
    const operations = (await page.json()) as { source: string; external_id: string }[];
    milliseconds.push(performance.now() - begin);
    for (const { source, external_id } of operations) {
      if (source !== 'bench') continue;
      if (seen.has(external_id)) twice += 1;
      seen.add(external_id);
    }
    path = /<[^>]*\/api\/v1([^>]*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
  }
  isOver = true;
  await booking;
  const depth = Math.floor(milliseconds.length / 10);
  return {
    p95: percentile(milliseconds, 0.95),
    first: percentile(milliseconds.slice(0, depth), 0.95),
    last: percentile(milliseconds.slice(-depth), 0.95),
    wrong: rows - seen.size + twice,
    booked,
  };
}

/** Milliseconds of GET /positions: when nobody has asked before, again from the table, and after one more operation. */
export async function positions(trader: Trader, rows: number) {
  const cold = await trader.timed('/positions');
  const warm = await trader.timed('/positions', { 'Cache-Control': 'no-store' });
  const trade = { ...tradeAt(rows, INSTRUMENTS), source: 'more' };
  await trader.ask('POST', '/operations', { body: JSON.stringify(trade), type: 'application/json' });
  return { cold, warm, again: await trader.timed('/positions') };
}
