import { html } from 'htm/preact';
import type { VNode } from 'preact';

/** How an instant is shown. */
export type ShowTime = (instant: string) => VNode;

/** To the second, in the time zone of the reader. */
export function timesIn(timeZone: string): ShowTime {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  return (instant) => html`<time datetime=${instant}>${format.format(new Date(instant))}</time>`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/** `12 s`, `3 min`: in the greatest unit that it fills. */
export function durationText(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? [];
  return unit === undefined ? 'under 1 s' : `${Math.floor(seconds / size)} ${unit}`;
}

export const secondsBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1_000;
