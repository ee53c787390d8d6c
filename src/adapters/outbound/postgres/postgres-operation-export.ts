import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { FRAMES, namesOfAccounts } from '#application/exports/export-row.ts';
import { namesOf } from '#application/ledger/instruments.ts';
import type { ExportFormat, FilePieces, OperationExport } from '#application/ports/operation-export.ts';
import type { OperationFilter } from '#application/ports/operation-queries.ts';
import { Refusal } from '#application/refusal.ts';
import { connectionSettings, IN_INDEX_ORDER, ListenedClient, rowsIn } from './connect.ts';
import { copiedOut } from './copied-out.ts';
import { exportStatement } from './export-statement.ts';
import { translated } from './postgres-errors.ts';
import { ALIASES, aliasesOf } from './read-aliases.ts';
import { present } from './row-text.ts';

/** A client may read as slowly as it likes, up to here: its snapshot keeps PostgreSQL from tidying up. */
const LONGEST_MILLISECONDS = 30 * 60_000;
const SETTINGS = { statement_timeout: LONGEST_MILLISECONDS, query_timeout: LONGEST_MILLISECONDS + 1_000 };

/** Who takes nothing for so long is not waited for any more. */
const PATIENCE_MILLISECONDS = 30_000;

/** Each has a connection of its own, so that those who read slowly keep no list from anybody. */
const MOST_AT_ONCE = 8;
const MOST_OF_ONE_USER = 3;

const ACCOUNTS = { text: 'SELECT id, name FROM accounts WHERE user_id = $1 ORDER BY id' };

/** PostgreSQL makes the text itself, and it passes through as it is: that is as fast as a COPY of the table, or nearly. */
export class PostgresOperationExport implements OperationExport {
  readonly #url: string;
  readonly #patience: number;
  /** Of whom there is one, as often as there are. */
  readonly #underWay: string[] = [];

  /** @param patience with a reader who takes nothing, in milliseconds. */
  constructor(url: string, patience = PATIENCE_MILLISECONDS) {
    this.#url = url;
    this.#patience = patience;
  }

  async open(userId: string, filter: OperationFilter, format: ExportFormat): Promise<FilePieces> {
    if (this.#underWay.filter((owner) => owner === userId).length >= MOST_OF_ONE_USER)
      throw new Refusal('OVERLOADED', `${MOST_OF_ONE_USER} of your exports are under way here. Try again shortly.`);
    if (this.#underWay.length >= MOST_AT_ONCE)
      throw new Refusal('OVERLOADED', `${MOST_AT_ONCE} exports are under way here. Try again shortly.`);
    this.#underWay.push(userId);
    const settings = connectionSettings(this.#url);
    const options = `${settings.options} ${IN_INDEX_ORDER}`;
    const client = new ListenedClient({ ...settings, ...SETTINGS, options });
    let rows: Readable | undefined;
    let closing: Promise<void> | undefined;
    const close = (): Promise<void> => {
      if (closing === undefined) this.#underWay.splice(this.#underWay.indexOf(userId), 1);
      closing ??= client.end();
      rows?.destroy();
      return closing;
    };
    try {
      await client.connect();
      rows = await this.#rows(client, userId, filter, format);
      const pieces: AsyncIterator<Uint8Array> = rows[Symbol.asyncIterator]();
      const file = taken(framed(format, await pieces.next(), pieces, close), this.#patience, close);
      return { [Symbol.asyncIterator]: () => file, return: close };
    } catch (error) {
      await close();
      throw translated(error);
    }
  }

  async #rows(client: Client, userId: string, filter: OperationFilter, format: ExportFormat): Promise<Readable> {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const accounts = await rowsIn(client, ACCOUNTS, [userId]);
    const names = namesOfAccounts(accounts.map(([id, name]) => ({ id: present(id), name: present(name) })));
    // A user without an account has no operations.
    if (names.size === 0) return Readable.from([]);
    const instruments =
      filter.instrument === undefined
        ? null
        : namesOf(filter.instrument, aliasesOf(await rowsIn(client, ALIASES, [userId])));
    return copiedOut(client, exportStatement(userId, filter, format, names, instruments));
  }
}

/** What is closed because nobody took its pieces fails, so that it does not look like the end. */
async function* taken(
  pieces: AsyncIterable<Uint8Array>,
  patience: number,
  close: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      void close();
    }, patience);
    try {
      yield piece;
    } finally {
      clearTimeout(timer);
    }
    if (isOver) throw new Refusal('UNAVAILABLE', 'Nobody has taken the export for too long.');
  }
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What stands around the rows. The statement ends each with a line break, and begins each in JSON with a comma, so there is one comma too many. */
async function* framed(
  format: ExportFormat,
  first: IteratorResult<Uint8Array>,
  rest: AsyncIterator<Uint8Array>,
  close: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  try {
    const { begin, end } = FRAMES[format];
    yield bytesOf(begin);
    if (!first.done) yield format === 'json' ? first.value.subarray(1) : first.value;
    for (let piece = await rest.next(); !piece.done; piece = await rest.next()) yield piece.value;
    if (format === 'json') yield bytesOf(end.trimStart());
  } finally {
    await close();
  }
}
