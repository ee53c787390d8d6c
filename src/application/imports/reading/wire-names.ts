import { OPERATION_FIELDS, type OperationField } from '#domain/ledger/operation-draft.ts';
import { snakeCase } from '#domain/shared/letter-case.ts';

/** The names of an operation's fields in the API, in exports and in Blotter's own files. */
export const FIELD_OF_WIRE: ReadonlyMap<string, OperationField> = new Map(
  OPERATION_FIELDS.map((field) => [snakeCase(field), field]),
);

/** The account by its name, beside `account_id` or instead of it. */
export const ACCOUNT_NAME = 'account';

/** What an export shows and nobody writes: it is left out knowingly. */
export const SHOWN_ONLY: ReadonlySet<string> = new Set([
  'id',
  'user_id',
  'instrument',
  'figi_check',
  'payment_check',
  'version',
  'created_at',
  'updated_at',
]);

const isOwnName = (name: string): boolean => FIELD_OF_WIRE.has(name) || name === ACCOUNT_NAME || SHOWN_ONLY.has(name);

/** Whether a table with these columns is in Blotter's own format: nothing but its names, with a type and a date. */
export const isOwnHeader = (names: readonly string[]): boolean =>
  names.includes('type') && names.includes('date') && names.every(isOwnName);
