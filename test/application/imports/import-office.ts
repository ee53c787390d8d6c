import type { Actor } from '#application/identity/actor.ts';
import type { Import } from '#application/imports/import.ts';
import type { FileDraft } from '#application/imports/start-import.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import { type Blotter, doneOf } from '#test/application/blotter.ts';
import { workOff } from '#test/application/work-off.ts';
import { inChunks } from './chunks.ts';

/** A file of Blotter's own with these rows. */
export const ownFile = (...rows: readonly string[]): string =>
  ['type,symbol,quantity,price,currency,date,source,external_id', ...rows].join('\n');

/** A row of it: a buy that has the broker's id, unless that is empty. */
export const aBuy = (id: string, price = '10'): string => `buy,AAPL,1,${price},USD,2026-11-20,${id && 'broker'},${id}`;

/** Nothing in its column proves which is the day and which the month. */
export const ASKING = 'Datum;Vorgang;ISIN;Stück;Kurs;Währung\n01/02/2026;Kauf;US0378331005;1;10,5;USD\n';

/** One person's imports, each job done when it comes. */
export class ImportOffice {
  readonly #blotter: Blotter;
  readonly #actor: Actor;

  constructor(blotter: Blotter, actor: Actor) {
    this.#blotter = blotter;
    this.#actor = actor;
  }

  async start(file: string, draft: Partial<FileDraft> = {}, repeatable: Repeatable<Import> | null = null) {
    const whole = { corrections: {}, ...draft };
    return this.#blotter.startImport.execute(this.#actor, whole, inChunks(file), repeatable);
  }

  /** The file as it was read. */
  async bring(file: string, draft: Partial<FileDraft> = {}): Promise<Import> {
    const { id } = doneOf(await this.start(file, draft));
    await workOff(this.#blotter);
    return this.find(id);
  }

  find(id: string): Promise<Import> {
    return this.#blotter.findImport.execute(this.#actor, id);
  }

  /** @returns what came of it. */
  async commit(id: string) {
    return this.#resultOf(doneOf(await this.#blotter.changeImport.commit(this.#actor, id, null)));
  }

  async undo(id: string) {
    return this.#resultOf(doneOf(await this.#blotter.changeImport.undo(this.#actor, id, null)));
  }

  /** `number state` of each row. */
  async states(id: string): Promise<readonly string[]> {
    const { rows } = await this.#blotter.findImport.rows(this.#actor, id, { state: null, after: 0, limit: 100 });
    return rows.map(({ number, state }) => `${number} ${state}`);
  }

  /** `account price` of each operation, as they were recorded. */
  async ledger(): Promise<readonly string[]> {
    const whole = { filter: {}, newestFirst: false, limit: 200, after: null };
    const { rows } = await this.#blotter.listOperations.execute(this.#actor, whole);
    const accounts = await this.#blotter.listAccounts.execute(this.#actor, { limit: 100, after: null });
    const names = new Map(accounts.rows.map(({ id, name }) => [id, name]));
    return rows.map(({ account_id, price }) => `${names.get(account_id)} ${price}`);
  }

  async #resultOf({ id }: JobRow) {
    await workOff(this.#blotter);
    return (await this.#blotter.findJob.execute(this.#actor, id)).row.result;
  }
}
