import { setTimeout as sleep } from 'node:timers/promises';
import type { Client as PgClient } from 'pg';
import type { Answer, Client } from './client.ts';

type Row = { readonly id: string; readonly version: number };

const LIST = '/api/v1/operations?limit=50';
/** Half of a page: what stands before and afterwards among these has stood on the page meanwhile. */
const NEWEST = `SELECT id, version FROM operations WHERE user_id = $1 ORDER BY date DESC, id DESC LIMIT 25`;
const PAUSE_MILLISECONDS = 15;

/**
 * Compares all the time what one process answers of somebody's operations with what stands in the database just before and just after the
 * question, whoever writes there. What stood there before must be seen, or what came later.
 */
export class Reflection {
  readonly complaints: string[] = [];
  readonly #client: Client;
  readonly #database: PgClient;
  readonly #lags: number[] = [];
  #looks = 0;
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(client: Client, database: PgClient) {
    this.#client = client;
    this.#database = database;
    this.#running = this.#run();
    this.#running.catch(() => {});
  }

  get looks(): number {
    return this.#looks;
  }

  /** For how long, in milliseconds, the database had shown what was not seen: of each complaint since the last time. */
  takeLags(): number[] {
    return this.#lags.splice(0);
  }

  async finish(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    const me = JSON.parse((await this.#client.get('/api/v1/users/me')).body) as { id: string };
    let since: number | undefined;
    while (!this.#stopped) {
      const start = performance.now();
      const complaint = await this.#look(me.id);
      this.#looks += 1;
      if (complaint !== undefined) {
        since ??= start;
        this.complaints.push(complaint);
        this.#lags.push(performance.now() - since);
      } else since = undefined;
      await sleep(since === undefined ? PAUSE_MILLISECONDS : 0);
    }
  }

  /** @returns what is wrong. */
  async #look(userId: string): Promise<string | undefined> {
    const before = await this.#newest(userId);
    const some = before[this.#looks % Math.max(1, before.length)];
    const list = await this.#client.get(LIST);
    const item = some && (await this.#client.get(`/api/v1/operations/${some.id}`));
    const after = await this.#newest(userId);
    if (list.status !== 200) return `the list is answered ${list.status} ${list.body}`;
    const [then, now] = [versions(before), versions(after)];
    const seen = versions(JSON.parse(list.body) as Row[]);
    const oldest = after.at(-1)?.id ?? '';
    for (const [id, version] of then)
      if (now.get(id) === version && seen.get(id) !== version)
        return `${id} is version ${seen.get(id)} in the list and must be ${version}`;
    for (const [id, version] of seen) {
      if (id > oldest && !then.has(id) && !now.has(id)) return `${id} is in the list and is deleted`;
      if (version < (then.get(id) ?? 0))
        return `${id} is version ${version} in the list and was ${then.get(id)} before`;
    }
    return some && item && wrongOf(some, now, item);
  }

  async #newest(userId: string): Promise<Row[]> {
    return (await this.#database.query<Row>(NEWEST, [userId])).rows;
  }
}

const versions = (rows: readonly Row[]): Map<string, number> => new Map(rows.map(({ id, version }) => [id, version]));

/** It was so before it was read; afterwards it is the same, or another one, or none. */
function wrongOf({ id, version }: Row, now: ReadonlyMap<string, number>, { status, body }: Answer): string | undefined {
  const read = status === 200 ? (JSON.parse(body) as Row).version : Number.POSITIVE_INFINITY;
  const isRight = now.get(id) === version ? read === version : read >= version;
  return isRight ? undefined : `${id} is version ${read} when it is read, and must be ${version}`;
}
