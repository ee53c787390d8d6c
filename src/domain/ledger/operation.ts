import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import type { OperationFields } from '#domain/ledger/operation-fields.ts';
import { readOperation } from '#domain/ledger/operation-reading.ts';
import { differingFields, plainOperation } from '#domain/ledger/plain-operation.ts';
import { mergePatch } from '#domain/shared/merge-patch.ts';

export type OperationState = {
  readonly id: string;
  readonly userId: string;
  /** 1, 2, … one for each change that changed something. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly fields: OperationFields;
  /** Null or left out: its own name. */
  readonly instrument?: string | null;
};

/** One booked operation. Immutable: a change gives the next version. */
export class Operation {
  readonly id: string;
  readonly userId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly fields: OperationFields;
  /** The key that its position is kept under: its own name, or where the user's aliases lead from that; null for bare cash. */
  readonly instrument: string | null;

  private constructor(state: OperationState) {
    this.id = state.id;
    this.userId = state.userId;
    this.version = state.version;
    this.createdAt = state.createdAt;
    this.updatedAt = state.updatedAt;
    this.fields = state.fields;
    this.instrument = state.instrument ?? this.name;
  }

  /** `accountId` stands in when the draft names none; null when there is none either. Throws InvalidFields. */
  static record(id: string, userId: string, accountId: string | null, draft: OperationDraft, now: Date): Operation {
    const fields = readOperation(withAccount(draft, accountId), now);
    return new Operation({ id, userId, version: 1, createdAt: now, updatedAt: now, fields });
  }

  /** From stored state, which was validated when it was written. */
  static restore(state: OperationState): Operation {
    return new Operation(state);
  }

  /** What it calls its instrument; when it has several names, the FIGI decides. Null for bare cash. */
  get name(): string | null {
    return this.fields.figi ?? this.fields.isin ?? this.fields.symbol;
  }

  /** The same, as the user's aliases have it. */
  knownBy(aliases: ReadonlyMap<string, string>): Operation {
    const instrument = this.name && (aliases.get(this.name) ?? this.name);
    return instrument === this.instrument ? this : new Operation({ ...this, instrument });
  }

  /**
   * Every writable field anew: what the draft leaves out is cleared. `accountId` stands in when the draft names none.
   * The same object when nothing differs. Throws InvalidFields.
   */
  replace(accountId: string | null, draft: OperationDraft, now: Date): Operation {
    return this.#next(withAccount(draft, accountId), now);
  }

  /**
   * Only the given fields [JSON merge patch, RFC 7396]: undefined keeps, null clears. The result is validated as a whole.
   * The same object when nothing differs. Throws InvalidFields.
   */
  change(patch: OperationDraft, now: Date): Operation {
    return this.#next(
      { ...mergePatch<OperationDraft>(plainOperation(this.fields), patch), datePrecision: this.#precision(patch) },
      now,
    );
  }

  /** A new date brings its own precision; the kept date keeps its own, as clearing it leaves nothing to tell it from. */
  #precision({ date, datePrecision }: OperationDraft): string | null {
    const kept = date === undefined ? this.fields.datePrecision : null;
    return datePrecision ?? kept;
  }

  #next(draft: OperationDraft, now: Date): Operation {
    const fields = readOperation(draft, now);
    if (differingFields(plainOperation(this.fields), plainOperation(fields)).length === 0) return this;
    return new Operation({ ...this, version: this.version + 1, updatedAt: now, fields, instrument: null });
  }
}

function withAccount(draft: OperationDraft, accountId: string | null): OperationDraft {
  return { ...draft, accountId: draft.accountId ?? accountId };
}
