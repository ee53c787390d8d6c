import type { MailChart } from '#application/ports/mailer.ts';
import { oneLine } from './clean-text.ts';

/** What the picture's font has: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, their signs, and marks over them. */
const DRAWABLE =
  /^(?:[\u0020-\u007E\u00A0-\u02E9\u0370-\u0377\u037A-\u037F\u0384-\u0482\u048A-\u0525\u0531-\u0556\u0561-\u0587\u05D0-\u05EA\u0621-\u063A\u0640-\u064A\u0660-\u066D\u0679-\u06BF\u10D0-\u10FC\u1E00-\u1EFB\u2010-\u2027\u2030-\u205E\u20A0-\u20B5\u2116\u2122]|[\u0300-\u034F\u0483-\u0489\u064B-\u0655])*$/u;

/** Names that the picture cannot write get a number there, and are told beside it. */
export type ChartWords = {
  readonly title: string;
  readonly groups: readonly {
    readonly label: string;
    readonly bars: readonly { readonly label: string; readonly value: number; readonly shown: string }[];
  }[];
  /** `1: 東京` … */
  readonly legend: readonly string[];
  /** All that the picture says. */
  readonly alt: string;
};

export function chartWords({ title, groups }: MailChart): ChartWords {
  const numbered: string[] = [];
  const drawn = (text: string): string => {
    const label = oneLine(text);
    if (DRAWABLE.test(label)) return label;
    const known = numbered.indexOf(label);
    return `(${known === -1 ? numbered.push(label) : known + 1})`;
  };
  const said = groups.map(({ label, bars }) => {
    const values = bars.map((bar) => `${isolated(bar.label)} ${oneLine(bar.shown)}`);
    return `${oneLine(label)}: ${values.join(', ')}.`;
  });
  return {
    title: drawn(title),
    groups: groups.map(({ label, bars }) => ({
      label: drawn(label),
      // Only the length of a bar: what it stands for is shown as text.
      bars: bars.map((bar) => ({ label: drawn(bar.label), value: Number(bar.value), shown: drawn(bar.shown) })),
    })),
    legend: numbered.map((label, at) => `(${at + 1}) ${label}`),
    alt: [`${oneLine(title)}, as bars.`, ...said].join(' '),
  };
}

/** A name that is written from right to left keeps its amount on its right (Unicode UAX #9). */
const isolated = (name: string): string => `\u2068${oneLine(name)}\u2069`;
