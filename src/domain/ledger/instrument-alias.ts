import { parseSymbol } from '#domain/ledger/symbol.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseTrimmedText } from '#domain/shared/text.ts';
import type { Violation } from '#domain/shared/violation.ts';

/** In code points. */
export const INSTRUMENT_NAME_MAX = 100;

/** An alias as somebody asks for it; `faults` as in an OperationDraft. */
export type AliasDraft = {
  readonly instrument?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

/** One name of an instrument is another's: the user says so. */
export type InstrumentAlias = {
  readonly userId: string;
  readonly alias: string;
  /** The key of the positions that operations with the alias belong to. */
  readonly instrument: string;
  /** What people call it. */
  readonly name: string | null;
  readonly createdAt: Date;
};

/** A FIGI, an ISIN or a symbol: every one of them has the shape of a symbol. Throws InvalidValue. */
export const parseInstrument = parseSymbol;

/** @param wanted the alias, as somebody wrote it. Throws InvalidFields. */
export function readAlias(userId: string, wanted: string, draft: AliasDraft, now: Date): InstrumentAlias {
  const reader = new DraftReader<'alias' | 'instrument' | 'name'>(draft.faults);
  const alias = reader.read('alias', wanted, parseInstrument);
  const instrument = reader.require('instrument', draft.instrument, parseInstrument);
  const name = reader.read('name', draft.name, (text) => parseTrimmedText(text, { min: 1, max: INSTRUMENT_NAME_MAX }));
  if (instrument === alias) reader.refuse('instrument', 'NOT_ALLOWED', 'An instrument cannot be an alias of itself.');
  if (reader.hasViolations() || alias === null || instrument === null) throw reader.invalidFields();
  return { userId, alias, instrument, name, createdAt: now };
}

/** The alias that would make a chain of this one, or it of that one: an alias leads to an instrument, never to another alias. */
export const chainedWith = (
  { alias, instrument }: InstrumentAlias,
  others: readonly InstrumentAlias[],
): InstrumentAlias | undefined => others.find((other) => other.alias === instrument || other.instrument === alias);
