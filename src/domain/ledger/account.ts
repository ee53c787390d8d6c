import { parseCurrency } from '#domain/ledger/currency.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { mergePatch } from '#domain/shared/merge-patch.ts';
import { parseTrimmedText } from '#domain/shared/text.ts';
import type { Violation } from '#domain/shared/violation.ts';

export const ACCOUNT_KINDS = ['broker', 'bank', 'exchange', 'wallet', 'retirement', 'other'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** In code points. */
export const ACCOUNT_NAME_MAX = 100;

/** An account as somebody asks for it; `faults` as in an OperationDraft. */
export type AccountDraft = {
  readonly name?: string | null | undefined;
  readonly currency?: string | null | undefined;
  readonly kind?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

export type AccountFields = {
  readonly name: string;
  readonly currency: string;
  readonly kind: AccountKind | null;
};

export type AccountState = AccountFields & {
  readonly id: string;
  readonly userId: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A brokerage account. Immutable: a change gives the next version. */
export class Account {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  /** The one it is shown in; its operations may be in any. */
  readonly currency: string;
  readonly kind: AccountKind | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;

  private constructor(state: AccountState) {
    this.id = state.id;
    this.userId = state.userId;
    this.name = state.name;
    this.currency = state.currency;
    this.kind = state.kind;
    this.version = state.version;
    this.createdAt = state.createdAt;
    this.updatedAt = state.updatedAt;
  }

  /** Throws InvalidFields. */
  static open(id: string, userId: string, draft: AccountDraft, now: Date): Account {
    return new Account({ id, userId, version: 1, createdAt: now, updatedAt: now, ...readAccount(draft) });
  }

  /** From stored state, which was validated when it was written. */
  static restore(state: AccountState): Account {
    return new Account(state);
  }

  /**
   * Only the given fields [JSON merge patch, RFC 7396]: undefined keeps, null clears. The same object when nothing
   * differs. Throws InvalidFields.
   */
  change(patch: AccountDraft, now: Date): Account {
    const { name, currency, kind } = this;
    const fields = readAccount(mergePatch({ name, currency, kind }, patch));
    if (fields.name === name && fields.currency === currency && fields.kind === kind) return this;
    return new Account({ ...this, ...fields, version: this.version + 1, updatedAt: now });
  }
}

function readAccount(draft: AccountDraft): AccountFields {
  const reader = new DraftReader<keyof AccountFields>(draft.faults);
  const name = reader.require('name', draft.name, (text) => parseTrimmedText(text, { min: 1, max: ACCOUNT_NAME_MAX }));
  const currency = reader.require('currency', draft.currency, parseCurrency);
  const kind = reader.read('kind', draft.kind, (text) => parseChoice(ACCOUNT_KINDS, text));
  if (reader.hasViolations() || name === null || currency === null) throw reader.invalidFields();
  return { name, currency, kind };
}
