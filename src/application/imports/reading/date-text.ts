import { type DateOrder, type DateShape, dateShape, type TimeParts, timeShape } from './date-shape.ts';
import { quoted, UnreadableCell } from './unreadable-cell.ts';
import { instantIn } from './zoned-time.ts';

/** What a cell proves about the order of day and month; `any` when it reads the same either way, null when it is no date. */
export type DateProof = DateOrder | 'any' | 'ambiguous' | null;

export function dateProofOf(cell: string): DateProof {
  const shape = dateShape(cell);
  if (shape === null) return null;
  if (shape.kind !== 'xyz' || shape.first === shape.second) return 'any';
  if (shape.first > 12) return 'dmy';
  return shape.second > 12 ? 'mdy' : 'ambiguous';
}

export type DateReading = {
  readonly order: DateOrder | null;
  /** IANA: of times that name no zone themselves. */
  readonly timeZone: string;
};

/**
 * What an operation's date is written as: RFC 3339 in UTC with milliseconds, or the bare date where there is no time.
 * @param time of a column of its own; empty or null for none. Throws UnreadableCell.
 */
export function readDate(cell: string, time: string | null, { order, timeZone }: DateReading): string {
  const shape = dateShape(cell);
  if (shape === null) throw new UnreadableCell('INVALID_FORMAT', `${quoted(cell)} is not a date.`);
  if (shape.kind === 'epoch') return new Date(shape.milliseconds).toISOString();
  const day = midnightOf(cell, shape, order);
  const clock = shape.time ?? clockOf(time);
  if (clock === null) return new Date(day).toISOString().slice(0, 10);
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) {
    throw new UnreadableCell('INVALID_FORMAT', `${quoted(time || cell)} is not a time of the day.`);
  }
  const local = day + ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000 + clock.millisecond;
  return new Date(instantOf(local, clock, timeZone)).toISOString();
}

function instantOf(local: number, { zone }: TimeParts, timeZone: string): number {
  if (zone === null) return instantIn(timeZone, local);
  const [, sign, hours, minutes] = /^([+-])([0-9]{2}):?([0-9]{2})$/.exec(zone) ?? [];
  if (sign === undefined) return local;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? local + offset : local - offset;
}

function clockOf(time: string | null): TimeParts | null {
  if (time === null || time === '') return null;
  const clock = timeShape(time);
  if (clock === null) throw new UnreadableCell('INVALID_FORMAT', `${quoted(time)} is not a time of the day.`);
  return clock;
}

function midnightOf(cell: string, shape: Exclude<DateShape, { kind: 'epoch' }>, order: DateOrder | null): number {
  const [month, day] = monthAndDay(cell, shape, order);
  const midnight = Date.UTC(shape.year, month - 1, day);
  const date = new Date(midnight);
  if (shape.year < 1_000 || date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) {
    throw new UnreadableCell('INVALID_FORMAT', `The calendar has no such day as ${quoted(cell)}.`);
  }
  return midnight;
}

function monthAndDay(cell: string, shape: Exclude<DateShape, { kind: 'epoch' }>, order: DateOrder | null) {
  if (shape.kind === 'ymd') return [shape.month, shape.day] as const;
  const { first, second } = shape;
  if (order === null && first !== second) {
    throw new UnreadableCell('AMBIGUOUS', `Nothing says whether the day or the month stands first in ${quoted(cell)}.`);
  }
  return order === 'mdy' ? ([first, second] as const) : ([second, first] as const);
}
