import { type AliasDraft, chainedWith, type InstrumentAlias, readAlias } from '#domain/ledger/instrument-alias.ts';
import { type Actor, assertMayWrite, assertWholeLedger, ownerToRead } from '../identity/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstrumentQueries, InstrumentRow } from '../ports/instrument-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { aliasChain, notFound } from '../refusal.ts';

/** The user's instruments, and which of their names are one. */
export class KeepInstruments {
  readonly #instruments: InstrumentQueries;
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(instruments: InstrumentQueries, unitOfWork: UnitOfWork, clock: Clock) {
    this.#instruments = instruments;
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  list(actor: Actor, userId?: string): Promise<readonly InstrumentRow[]> {
    return this.#instruments.list(ownerToRead(actor, userId), actor.accountIds ?? null);
  }

  /**
   * From now on every operation with that name, old ones too, is of the instrument.
   * @param wanted that name, as somebody wrote it. @throws {Refusal} ALIAS_CHAIN where an alias would lead to another.
   */
  async name(actor: Actor, wanted: string, draft: AliasDraft): Promise<{ alias: InstrumentAlias; isNew: boolean }> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const named = readAlias(actor.userId, wanted, draft, this.#clock.now());
    return this.#unitOfWork.run(async ({ aliases }) => {
      const all = await aliases.listForChange(actor.userId);
      const others = all.filter((other) => other.alias !== named.alias);
      const chained = chainedWith(named, others);
      if (chained) throw aliasChain(chained.alias, chained.instrument);
      await aliases.save(named);
      return { alias: named, isNew: others.length === all.length };
    });
  }

  /** Its operations are of their own instrument again. @throws {Refusal} NOT_FOUND */
  async forget(actor: Actor, alias: string): Promise<void> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    await this.#unitOfWork.run(async ({ aliases }) => {
      const known = (await aliases.listForChange(actor.userId)).find((each) => each.alias === alias);
      if (known === undefined) throw notFound('alias');
      await aliases.delete(known);
    });
  }
}
