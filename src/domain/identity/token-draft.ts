import { SCOPES, type Scope } from '#domain/identity/scope.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseInstant } from '#domain/shared/instant.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { parseTrimmedText } from '#domain/shared/text.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { Violation } from '#domain/shared/violation.ts';

/** In code points. */
export const TOKEN_NAME_MAX = 100;
const ACCOUNTS_MAX = 100;

/** A personal access token as somebody asks for it; `faults` as in an OperationDraft. */
export type TokenDraft = {
  readonly name?: string | null | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  /** Null or absent: all accounts, those of the future too. */
  readonly accountIds?: readonly string[] | null | undefined;
  readonly expiresAt?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

export type TokenFields = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly accountIds: readonly string[] | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
};

/** Throws InvalidFields with every violation. */
export function readTokenDraft(draft: TokenDraft, now: Date): TokenFields {
  const reader = new DraftReader<'name' | 'scopes' | 'accountIds' | 'expiresAt'>(draft.faults);
  const name = reader.require('name', draft.name, (text) => parseTrimmedText(text, { min: 1, max: TOKEN_NAME_MAX }));
  const scopes = (draft.scopes ?? []).map((text, at) =>
    reader.read(`scopes/${at}`, text, (scope) => parseChoice(SCOPES, scope)),
  );
  if (scopes.length === 0) reader.refuse('scopes', 'REQUIRED', 'A token needs at least one scope.');
  const accountIds = (draft.accountIds ?? []).map((text, at) => reader.read(`accountIds/${at}`, text, parseUuid));
  if (draft.accountIds && accountIds.length === 0)
    reader.refuse('accountIds', 'TOO_SHORT', 'Name at least one account, or leave this out for all.');
  if (accountIds.length > ACCOUNTS_MAX)
    reader.refuse('accountIds', 'TOO_MANY', `A token is narrowed to ${ACCOUNTS_MAX} accounts at most.`);
  const expiresAt = reader.read('expiresAt', draft.expiresAt, (text) => parseFuture(text, now));
  if (reader.hasViolations() || name === null) throw reader.invalidFields();
  return {
    name,
    scopes: [...new Set(scopes.filter((scope) => scope !== null))],
    accountIds: draft.accountIds ? [...new Set(accountIds.filter((id) => id !== null))] : null,
    expiresAt,
  };
}

function parseFuture(text: string, now: Date): Date {
  const { at } = parseInstant(text);
  if (at <= now) throw new InvalidValue('OUT_OF_RANGE', 'A token expires in the future.');
  return at;
}
