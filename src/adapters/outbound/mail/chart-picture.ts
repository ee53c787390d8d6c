import { fileURLToPath } from 'node:url';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { ChartWords } from './chart-words.ts';

/** Of its own, as a server may have no fonts. */
const FONT = 'Blotter chart';
GlobalFonts.registerFromPath(
  fileURLToPath(import.meta.resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2')),
  FONT,
);

/** Drawn twice as large as it is shown, for screens of fine dots. All lengths below are those of the page. */
const SCALE = 2;
const WIDTH = 528;
const PADDING = 16;
const TITLE = 32;
const GROUP = 30;
const ROW = 28;
const BAR = 16;
const LABELS = 160;
const GAP = 12;
/** As large as the words of the mail, as a phone shows the picture at half its size. */
const TEXT = 14;

/** A card of its own colour, so that it reads the same on a light and on a dark page. */
const INK = { card: '#f3f5f8', text: '#1b2430', quiet: '#55606e', axis: '#8f98a3', more: '#1d5fa8', less: '#b4500f' };

export type Picture = { readonly png: Buffer; readonly width: number; readonly height: number };

/** Lying bars, with the name on their left and the amount on their right. The size is that on the page. */
export async function chartPicture({ title, groups }: ChartWords): Promise<Picture> {
  const rows = groups.flatMap(({ bars }) => bars);
  const height = 2 * PADDING + TITLE + groups.length * GROUP + rows.length * ROW;
  const canvas = createCanvas(WIDTH * SCALE, height * SCALE);
  const page = canvas.getContext('2d');
  page.scale(SCALE, SCALE);
  page.textBaseline = 'middle';
  page.fillStyle = INK.card;
  rounded(page, 0, 0, WIDTH, height, 8);
  write(page, title, { x: PADDING, y: PADDING + 10, width: WIDTH - 2 * PADDING, size: 15, ink: INK.text });

  const amounts = Math.max(...rows.map(({ shown }) => widthOf(page, shown, TEXT)));
  const left = PADDING + LABELS + GAP;
  const field = { left, width: Math.max(40, WIDTH - PADDING - GAP - amounts - left) };
  const share = zeroAt(rows);
  const zero = field.left + field.width * share;
  let y = PADDING + TITLE;
  for (const { label, bars } of groups) {
    write(page, label, { x: PADDING, y: y + GROUP / 2 + 2, width: LABELS, size: 13, ink: INK.quiet });
    y += GROUP;
    const longest = Math.max(...bars.map(({ value }) => Math.abs(value))) || 1;
    const perUnit = (share === 0.5 ? field.width / 2 : field.width) / longest;
    for (const { label: name, value, shown } of bars) {
      const middle = y + ROW / 2;
      const length = Math.abs(value) * perUnit;
      write(page, name, { x: PADDING, y: middle, width: LABELS, size: TEXT, ink: INK.text });
      page.fillStyle = value < 0 ? INK.less : INK.more;
      if (value !== 0) rounded(page, value < 0 ? zero - length : zero, middle - BAR / 2, Math.max(length, 1), BAR, 2);
      const x = WIDTH - PADDING - widthOf(page, shown, TEXT);
      write(page, shown, { x, y: middle, width: amounts, size: TEXT, ink: INK.text });
      y += ROW;
    }
    page.fillStyle = INK.axis;
    page.fillRect(zero - 0.5, y - bars.length * ROW, 1, bars.length * ROW);
  }
  return { png: await encoded(canvas), width: WIDTH, height };
}

/** Where zero is between the ends of the field: the same in each group, whatever its scale. */
function zeroAt(bars: readonly { readonly value: number }[]): number {
  if (bars.every(({ value }) => value >= 0)) return 0;
  return bars.every(({ value }) => value <= 0) ? 1 : 0.5;
}

type Place = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
  readonly ink: string;
};

/** On one line: cut where it is too long, and clipped, as marks may be piled up on a letter. */
function write(page: SKRSContext2D, text: string, { x, y, width, size, ink }: Place): void {
  page.save();
  page.beginPath();
  page.rect(x - 1, y - ROW / 2, width + 2, ROW);
  page.clip();
  page.fillStyle = ink;
  page.font = `${size}px "${FONT}"`;
  page.fillText(fitting(page, text, width), x, y);
  page.restore();
}

function fitting(page: SKRSContext2D, text: string, width: number): string {
  if (page.measureText(text).width <= width) return text;
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  while (letters.length > 0 && page.measureText(`${letters.join('')}…`).width > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

function widthOf(page: SKRSContext2D, text: string, size: number): number {
  page.font = `${size}px "${FONT}"`;
  return page.measureText(text).width;
}

function rounded(page: SKRSContext2D, x: number, y: number, width: number, height: number, radius: number): void {
  page.beginPath();
  page.roundRect(x, y, width, height, Math.min(radius, width / 2));
  page.fill();
}

const encoded = (canvas: Canvas): Promise<Buffer> => canvas.encode('png');
