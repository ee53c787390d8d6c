import { type Command, InvalidArgumentError } from 'commander';
import { DATE_ORDERS } from '#application/imports/reading/date-shape.ts';
import { ENCODINGS } from '#application/imports/reading/encoding.ts';
import { NUMBER_STYLES } from '#application/imports/reading/number-shape.ts';

export type ImportOptions = {
  readonly user: string;
  readonly account?: string;
  readonly dryRun?: boolean;
  readonly template?: string;
  readonly timeZone?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly headerLine?: number;
  readonly decimal?: string;
  readonly dateOrder?: string;
  readonly currency?: string;
  readonly source?: string;
  readonly column?: Readonly<Record<string, string>>;
  readonly type?: Readonly<Record<string, string>>;
};

/** How the file is to be read where its own words do not tell: the fields of a mapping. */
export const withImportOptions = (command: Command): Command =>
  command
    .requiredOption('--user <address>', 'the e-mail address of the user')
    .option('--account <id>', 'of rows that name no account; the main one by default')
    .option('--dry-run', 'tell what would be booked, and book nothing')
    .option('--template <name>', "the broker's, such as degiro; found out by default")
    .option('--time-zone <name>', "of times without one, such as Europe/Berlin; the user's by default")
    .option('--encoding <name>', ENCODINGS.join(', '))
    .option('--delimiter <sign>', 'between the cells; tab for a tabulator', (sign) => (sign === 'tab' ? '\t' : sign))
    .option('--header-line <number>', 'the line with the names of the columns; 0 for none', wholeNumber)
    .option('--decimal <style>', `the sign before decimals: ${NUMBER_STYLES.join(' ')}`)
    .option('--date-order <order>', `of day and month: ${DATE_ORDERS.join(' or ')}`)
    .option('--currency <code>', 'of rows that name none')
    .option('--source <name>', 'what the operations are kept under')
    .option('--column <field=name>', 'the column that a field is in; once for each', pair)
    .option('--type <value=type>', 'the operation that a word of the file stands for; once for each', pair);

/** As `parseMapping` takes it. */
export function correctionsFrom(options: ImportOptions): Readonly<Record<string, unknown>> {
  const { user: _user, account: _account, dryRun: _dryRun, column, type, ...scalars } = options;
  return { ...scalars, ...(column && { columns: column }), ...(type && { types: type }) };
}

function pair(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError('It is a pair such as price=Kurs.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}
