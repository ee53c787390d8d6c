import type { InstrumentAlias } from '#domain/ledger/instrument-alias.ts';

export interface AliasRepository {
  /** All of the user's, locked until the unit of work ends, so that none is added beside. */
  listForChange(userId: string): Promise<readonly InstrumentAlias[]>;

  /** Inserts it, or takes the place of the one with that name, as old as that. Positions follow. */
  save(alias: InstrumentAlias): Promise<void>;

  /** Positions follow. */
  delete(alias: InstrumentAlias): Promise<void>;
}
