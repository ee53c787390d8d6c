import type { ClientBase } from 'pg';
import { type Aliases, instrumentOf, namesOf } from '#application/ledger/instruments.ts';
import { positionTexts } from '#application/ledger/position-rows.ts';
import { FEE_VIEWS } from '#domain/ledger/lot.ts';
import { Position, type PositionEntry } from '#domain/ledger/position.ts';
import { type NamedStatement, rowsIn } from '../connect.ts';
import { ALIASES, aliasesOf } from '../read-aliases.ts';
import { instantText, present } from '../row-text.ts';
import type { TextRow } from '../text-rows.ts';
import { areCostly, ENTRY_COLUMNS, entryOf, IN_TIME } from './entry-rows.ts';
import { readPosition, writePosition } from './position-state.ts';
import { streamRows } from './stream-rows.ts';

/** Whoever changes what positions are made of, other than by operations, takes it too. */
export const LOCK: NamedStatement = {
  name: 'lock-positions',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('positions ' || $1, 0))`,
};
export const TRY_LOCK: NamedStatement = {
  name: 'try-to-lock-positions',
  text: `SELECT pg_try_advisory_xact_lock(hashtextextended('positions ' || $1, 0))`,
};

const CHANGES: NamedStatement = {
  name: 'position-changes',
  text: `WITH gone AS (DELETE FROM position_changes WHERE user_id = $1 RETURNING account_id, instrument, currency, since)
 SELECT account_id, instrument, currency, min(since) FROM gone GROUP BY 1, 2, 3`,
};

/** Of each position that may be touched, and of each state from which one of them can go on. */
const KEPT: NamedStatement = {
  name: 'kept-positions',
  text: `SELECT p.account_id, p.instrument, p.currency, p.last_date, p.state
 FROM unnest($2::uuid[], $3::text[]) AS k (account_id, instrument) JOIN positions p USING (account_id, instrument) WHERE p.user_id = $1`,
};
const CHECKPOINTS: NamedStatement = {
  name: 'position-checkpoints',
  text: `SELECT k.n, c.state, c.before FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) WITH ORDINALITY
 AS k (account_id, instrument, currency, since, n)
 CROSS JOIN LATERAL (SELECT state, before FROM position_checkpoints c WHERE c.user_id = $1 AND c.account_id = k.account_id
  AND c.instrument = k.instrument AND c.currency = k.currency AND c.before <= k.since ORDER BY c.before DESC LIMIT 1) c`,
};
const FORGET_CHECKPOINTS: NamedStatement = {
  name: 'forget-position-checkpoints',
  text: `DELETE FROM position_checkpoints c USING unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) AS k (account_id, instrument, currency, since)
 WHERE c.user_id = $1 AND c.account_id = k.account_id AND c.instrument = k.instrument AND c.currency = k.currency AND c.before > k.since`,
};

/** A name may stand for several keys, and a key for several names. */
const ENTRIES = `SELECT k.n, ${ENTRY_COLUMNS}
 FROM unnest($2::int[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[]) AS k (n, account_id, name, currency, since)
 JOIN operations o ON o.user_id = $1 AND o.instrument = k.name AND o.account_id = k.account_id AND o.date >= k.since
  AND (o.type = 'split' OR o.currency = k.currency)
 ORDER BY k.n, ${IN_TIME}`;

const SAVE: NamedStatement = {
  name: 'save-positions',
  text: `INSERT INTO positions (user_id, account_id, instrument, currency, figi, isin, symbol, operations, last_date, state, separate, separate_lots, capitalised, capitalised_lots)
 SELECT $1, k.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::timestamptz[], $10::text[], $11::json[], $12::text[], $13::json[], $14::text[]) AS k
 ON CONFLICT (user_id, account_id, instrument, currency) DO UPDATE SET figi = excluded.figi, isin = excluded.isin, symbol = excluded.symbol,
  operations = excluded.operations, last_date = excluded.last_date, state = excluded.state, separate = excluded.separate, separate_lots = excluded.separate_lots,
  capitalised = excluded.capitalised, capitalised_lots = excluded.capitalised_lots`,
};
const SAVE_CHECKPOINTS: NamedStatement = {
  name: 'save-position-checkpoints',
  text: `INSERT INTO position_checkpoints (user_id, account_id, instrument, currency, before, state)
 SELECT $1, k.* FROM unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::text[]) AS k ON CONFLICT DO NOTHING`,
};
const FORGET: NamedStatement = {
  name: 'forget-positions',
  text: `DELETE FROM positions p USING unnest($2::uuid[], $3::text[], $4::text[]) AS k (account_id, instrument, currency)
 WHERE p.user_id = $1 AND p.account_id = k.account_id AND p.instrument = k.instrument AND p.currency = k.currency`,
};

/**
 * After so many operations, and no fewer than it has open lots, what a position is then is kept: a change of old ones begins there. So all that is
 * kept of one is no more than a few times its operations.
 */
const CHECKPOINT_EVERY = 500;
/** Positions that are saved at once, and characters. */
const SAVED_AT_ONCE = 200;
const CHARACTERS_AT_ONCE = 4_000_000;
/** A state that takes longer to read than many operations. */
const LARGE_STATE = 50_000;

type Key = { readonly account_id: string; readonly instrument: string; readonly currency: string };

/** A position that is to be reckoned anew from some instant on, from its state before that, if there is one. */
type Stale = Key & { since: string; state: string | null };

/**
 * Reckons anew, in the transaction that is open, what the changes since the last time touch: each position from the date of the oldest change on.
 * False, and nothing is reckoned, when that is of more operations than the limit.
 */
export async function catchUp(client: ClientBase, userId: string, limit: number): Promise<boolean> {
  const changes = await rowsIn(client, CHANGES, [userId]);
  if (changes.length === 0) return true;
  const aliases = aliasesOf(await rowsIn(client, ALIASES, [userId]));
  const stale = await staleOf(client, userId, changes, aliases);
  await rowsIn(client, FORGET_CHECKPOINTS, [
    userId,
    ...columns(stale, 'account_id', 'instrument', 'currency', 'since'),
  ]);
  if (Number.isFinite(limit) && stale.some(({ state }) => (state?.length ?? 0) > LARGE_STATE)) return false;
  const reckoning = new Reckoning(client, userId, stale);
  const values = entryValues(userId, stale, aliases);
  if (Number.isFinite(limit)) {
    const rows = await rowsIn(client, { name: 'few-entries', text: `${ENTRIES} LIMIT $7` }, [...values, limit + 1]);
    if (areCostly(rows, limit)) return false;
    await reckoning.take(rows);
  } else for await (const rows of streamRows(client, { text: ENTRIES }, values)) await reckoning.take(rows);
  await reckoning.finish();
  return true;
}

const columns = <Row>(rows: readonly Row[], ...names: readonly (keyof Row)[]): unknown[][] =>
  names.map((name) => rows.map((row) => row[name]));

async function staleOf(
  client: ClientBase,
  userId: string,
  changes: readonly TextRow[],
  aliases: Aliases,
): Promise<Stale[]> {
  const stale = new Map<string, Stale>();
  const touch = (account_id: string, instrument: string, currency: string, since: string): void => {
    const name = `${account_id} ${currency} ${instrument}`;
    const known = stale.get(name);
    if (known === undefined) stale.set(name, { account_id, instrument, currency, since, state: null });
    else if (since < known.since) known.since = since;
  };
  const touched = changes.map(([account, name, currency, since]) => ({
    account_id: present(account),
    instrument: instrumentOf(present(name), aliases),
    currency: present(currency),
    since: instantText(present(since)),
  }));
  for (const { account_id, instrument, currency, since } of touched) touch(account_id, instrument, currency, since);
  const kept = await rowsIn(client, KEPT, [userId, ...columns(distinct(touched), 'account_id', 'instrument')]);
  // What has no currency, a split, is one of all.
  for (const { account_id, instrument, currency, since } of touched)
    if (currency === '')
      for (const [account, name, other] of kept)
        if (account === account_id && name === instrument) touch(account_id, instrument, present(other), since);
  for (const [account, name, currency, last, state] of kept) {
    const known = stale.get(`${account} ${currency} ${name}`);
    if (known && known.since > instantText(present(last))) known.state = present(state);
  }
  const all = [...stale.values()];
  await resume(
    client,
    userId,
    all.filter(({ state }) => state === null),
  );
  return all;
}

const distinct = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [`${key.account_id} ${key.instrument}`, key])).values(),
];

/** Each from the latest state that is kept from before, or else from its beginning. */
async function resume(client: ClientBase, userId: string, stale: readonly Stale[]): Promise<void> {
  const values = columns(stale, 'account_id', 'instrument', 'currency', 'since');
  const found = new Map(
    (await rowsIn(client, CHECKPOINTS, [userId, ...values])).map(([n, state, before]) => [
      Number(n) - 1,
      { state, before },
    ]),
  );
  for (const [place, each] of stale.entries()) {
    const checkpoint = found.get(place);
    each.state = checkpoint?.state ?? null;
    each.since = checkpoint ? instantText(present(checkpoint.before)) : BEGINNING;
  }
}

const BEGINNING = '1970-01-01T00:00:00.000Z';

function entryValues(userId: string, stale: readonly Stale[], aliases: Aliases): unknown[] {
  const named = stale.flatMap((key, n) => namesOf(key.instrument, aliases).map((name) => ({ ...key, n, name })));
  return [userId, ...columns(named, 'n', 'account_id', 'name', 'currency', 'since')];
}

type Saved = Key & { readonly position: Position; readonly last: string };

/** Takes the entries of all stale positions, one position after the other, and saves what comes of them. */
class Reckoning {
  readonly #client: ClientBase;
  readonly #userId: string;
  readonly #stale: readonly Stale[];
  /** Of which no operation has come. */
  readonly #silent: Set<Stale>;
  readonly #empty: Stale[] = [];
  #place = -1;
  #position = Position.empty();
  #last = BEGINNING;
  #sinceCheckpoint = 0;
  #characters = 0;
  #saved: Saved[] = [];
  #checkpoints: (Key & { readonly before: string; readonly state: string })[] = [];

  constructor(client: ClientBase, userId: string, stale: readonly Stale[]) {
    this.#client = client;
    this.#userId = userId;
    this.#stale = stale;
    this.#silent = new Set(stale);
  }

  async take(rows: readonly TextRow[]): Promise<void> {
    for (const [place, ...columns] of rows) {
      if (Number(place) !== this.#place) this.#turnTo(Number(place));
      this.#apply(entryOf(columns));
    }
    if (this.#saved.length >= SAVED_AT_ONCE || this.#characters >= CHARACTERS_AT_ONCE) await this.#save();
  }

  async finish(): Promise<void> {
    this.#turnTo(-1);
    const silent = [...this.#silent];
    for (const each of silent)
      if (each.state !== null) this.#saved.push({ ...each, position: readPosition(each.state), last: each.since });
    await this.#save();
    const gone = [...silent.filter(({ state }) => state === null), ...this.#empty];
    await rowsIn(this.#client, FORGET, [this.#userId, ...columns(gone, 'account_id', 'instrument', 'currency')]);
  }

  #turnTo(place: number): void {
    const done = this.#stale[this.#place];
    if (done && isOfSplitsAlone(done, this.#position)) this.#empty.push(done);
    else if (done) this.#saved.push({ ...done, position: this.#position, last: this.#last });
    this.#place = place;
    const next = this.#stale[place];
    if (next === undefined) return;
    this.#position = next.state === null ? Position.empty() : readPosition(next.state);
    this.#sinceCheckpoint = 0;
    this.#last = BEGINNING;
    this.#silent.delete(next);
  }

  #apply(entry: PositionEntry): void {
    const key = this.#stale[this.#place];
    if (
      key &&
      this.#sinceCheckpoint >= CHECKPOINT_EVERY &&
      this.#sinceCheckpoint >= this.#position.openLots &&
      entry.date !== this.#last
    ) {
      const { account_id, instrument, currency } = key;
      const state = writePosition(this.#position);
      this.#checkpoints.push({ account_id, instrument, currency, before: entry.date, state });
      this.#characters += state.length;
      this.#sinceCheckpoint = 0;
    }
    this.#position.apply(entry);
    this.#sinceCheckpoint += 1;
    this.#last = entry.date;
  }

  async #save(): Promise<void> {
    const rows = this.#saved.map((saved) => savedRow(saved));
    this.#saved = [];
    const checkpoints = this.#checkpoints;
    this.#checkpoints = [];
    this.#characters = 0;
    await rowsIn(this.#client, SAVE, [this.#userId, ...transposed(rows)]);
    const values = columns(checkpoints, 'account_id', 'instrument', 'currency', 'before', 'state');
    await rowsIn(this.#client, SAVE_CHECKPOINTS, [this.#userId, ...values]);
  }
}

/** Those of the instrument, in a currency that nothing else names any more. */
const isOfSplitsAlone = ({ currency }: Key, position: Position): boolean =>
  currency !== '' && position.state.operations === 0;

function savedRow({ position, last, ...key }: Saved): unknown[] {
  const { names, operations, splits } = position.state;
  const { account_id, instrument, currency } = key;
  // What has no currency is shown nowhere, and counts.
  const count = currency === '' ? splits : operations;
  const texts = FEE_VIEWS.flatMap((view) => {
    const { figures, lots } = positionTexts(key, position, view);
    return [figures, lots];
  });
  return [
    account_id,
    instrument,
    currency,
    names.figi,
    names.isin,
    names.symbol,
    count,
    last,
    writePosition(position),
    ...texts,
  ];
}

const COLUMNS_SAVED = 13;

const transposed = (rows: readonly unknown[][]): unknown[][] =>
  Array.from({ length: COLUMNS_SAVED }, (_, column) => rows.map((row) => row[column]));
