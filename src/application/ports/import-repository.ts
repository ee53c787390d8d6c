import type { Import } from '../imports/import.ts';

export interface ImportRepository {
  add(added: Import): Promise<void>;

  /** The owner's import, locked until the unit of work ends; null when there is none or it is somebody else's. */
  find(userId: string, id: string): Promise<Import | null>;

  /** Replaces the version before; what was read of the file stays as it was. @throws {Refusal} STALE_VERSION when that is not the stored one. */
  save(changed: Import): Promise<void>;

  /** With its bytes and its rows. Operations that it has brought stay. */
  delete(removed: Import): Promise<void>;

  /** How many there are of the user that nothing has become of: they hold whole files. */
  countOpen(userId: string): Promise<number>;
}
