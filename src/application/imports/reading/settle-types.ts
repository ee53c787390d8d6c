import { OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import { guessType, isTradeOfEitherKind } from './guess-type.ts';
import type { Question } from './inspection.ts';
import type { Mapping, TypeMeaning } from './mapping.ts';
import type { TableInspection } from './table-inspection.ts';
import { TypeMeanings } from './type-meanings.ts';
import { quoted } from './unreadable-cell.ts';

export type SettledTypes = Pick<Mapping, 'types' | 'direction' | 'payments'> & {
  readonly questions: readonly Question[];
};

const MOST_QUESTIONS = 50;

/** What the values of the type column mean, by hint or by known words; the others are asked, each with its count. */
export function settleTypes(table: TableInspection, hints: Partial<Mapping>): SettledTypes {
  const given = new TypeMeanings(hints.types ?? {});
  const types: Record<string, TypeMeaning> = { ...hints.types };
  const questions: Question[] = [];
  const column = table.columns['type'] ?? null;
  const signed = table.negative.quantity;
  let direction: Mapping['direction'] = column === null && signed ? 'sign' : 'type';
  for (const { value, count } of table.census.values()) {
    if (given.of(value) !== null) continue;
    const guess = guessType(value);
    if (guess !== null) types[value] = guess;
    else if (signed && isTradeOfEitherKind(value)) {
      types[value] = 'buy';
      direction = 'sign';
    } else if (questions.length < MOST_QUESTIONS) {
      const detail = `${count === 1 ? 'One row is' : `${count} rows are`} of the type ${quoted(value)}: which type of operation is that?`;
      questions.push({
        about: 'types',
        column: value,
        code: 'UNKNOWN',
        detail,
        choices: [...OPERATION_TYPES, 'ignore'],
      });
    }
  }
  return {
    types,
    direction: hints.direction ?? direction,
    payments: hints.payments ?? (table.negative.payment ? 'signed' : 'unsigned'),
    questions,
  };
}
