const FIRST_DAY = Date.UTC(2015, 0, 1);
const MINUTE = 60_000;
const HEAD = 'type,figi,quantity,price,currency,fee,date,source,external_id\n';
const LINES_AT_ONCE = 10_000;

export type Trade = {
  readonly type: 'buy' | 'sell';
  readonly figi: string;
  readonly quantity: string;
  readonly price: string;
  readonly currency: 'USD';
  readonly fee: '1';
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly source: 'bench';
  readonly external_id: string;
};

/** The trades of somebody busy, one a minute: two purchases and a sale by turns, in so many instruments. */
export const tradeAt = (place: number, instruments: number): Trade => ({
  type: place % 3 === 2 ? 'sell' : 'buy',
  figi: `BBG${String(place % instruments).padStart(9, '0')}`,
  quantity: place % 3 === 2 ? '2' : '1',
  price: (100 + (place % 1_300) / 100).toFixed(2),
  currency: 'USD',
  fee: '1',
  date: new Date(FIRST_DAY + place * MINUTE).toISOString(),
  source: 'bench',
  external_id: `x${place}`,
});

/** The same as a CSV of Blotter's own, piece by piece. */
export function* ledgerFile(rows: number, instruments: number): Generator<Buffer> {
  let lines = HEAD;
  for (let place = 0; place < rows; place += 1) {
    lines += `${Object.values(tradeAt(place, instruments)).join(',')}\n`;
    if ((place + 1) % LINES_AT_ONCE !== 0) continue;
    yield Buffer.from(lines);
    lines = '';
  }
  if (lines !== '') yield Buffer.from(lines);
}
