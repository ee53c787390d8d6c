import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { DatePrecision } from '#domain/shared/instant.ts';

/** Of the rows of one bare day these come last: what was bought on a day can be sold on it. */
export const LATE_ON_A_DAY: readonly OperationType[] = ['sell', 'transfer_out', 'redemption', 'withdrawal'];

export type OperationPlaceInTime = {
  readonly id: string;
  readonly type: OperationType;
  readonly date: Date;
  readonly datePrecision: DatePrecision;
};

/** The order in which operations take effect: by date, and by id where dates are equal, as ids are in the order of recording. */
export function compareInTime(one: OperationPlaceInTime, other: OperationPlaceInTime): number {
  return (
    one.date.getTime() - other.date.getTime() ||
    Number(isLate(one)) - Number(isLate(other)) ||
    (one.id < other.id ? -1 : Number(one.id > other.id))
  );
}

export const isLate = ({ type, datePrecision }: Pick<OperationPlaceInTime, 'type' | 'datePrecision'>): boolean =>
  datePrecision === 'day' && LATE_ON_A_DAY.includes(type);
