import type { Digest } from '#application/ports/digest.ts';
import { DigestCounter } from '../digest-counter.ts';
import { normalCell } from './normal-cell.ts';

const CONTENT_LENGTH = 32;
const SHORT_LENGTH = 12;
/**
 * Of a digest, to count by: the whole stands in the id beside the ordinal, so two different rows that share eight bytes (once in some ten million files of
 * a million rows) would only skip a number, and still have different ids.
 */
const WORDS = 2;
/** What of a broker's id is kept beside a digest: the whole stays below the 200 characters that an external id may have. */
const MAX_ID_LENGTH = 150;

/**
 * The ids of a file's rows, made from what stands in them.
 *
 * The content of a row is its cells that are not empty, trimmed, hard spaces as plain ones, each as `name` U+001F `cell`, ordered by name and
 * joined by U+001E. Its digest is SHA-256. The ordinal counts the rows of the file with the same content from 1: a file read twice
 * gives the same ids, and two files that overlap give the same ids for the rows that they share.
 *
 * - no id of the broker's: the digest's first 32 hexadecimal digits, `-`, the ordinal;
 * - an id that several rows may share: the id, `-`, the digest's first 12 digits, `-`, the ordinal;
 * - an id that is unique: the id.
 *
 * Rows must come in the order of the file, each once.
 */
export class RowIdentity {
  readonly #digest: Digest;
  readonly #names: readonly string[];
  readonly #order: readonly number[];
  readonly #ordinals = new DigestCounter(WORDS);

  /** @param names of the columns, in the order of the cells. */
  constructor(digest: Digest, names: readonly string[]) {
    this.#digest = digest;
    this.#names = names;
    this.#order = orderOf(names);
  }

  /** @param brokerId null or empty when the broker gives none. */
  of(cells: readonly string[], brokerId: string | null, unique: boolean): string {
    if (brokerId && unique && brokerId.length <= MAX_ID_LENGTH) return brokerId;
    return this.#counted(contentOf(this.#names, this.#order, cells), brokerId);
  }

  /** Of a row with columns of its own. */
  ofNamed(names: readonly string[], cells: readonly string[]): string {
    return this.#counted(contentOf(names, orderOf(names), cells), null);
  }

  #counted(content: string, brokerId: string | null): string {
    const digest = this.#digest.sha256(content);
    const ordinal = this.#ordinals.next(digest);
    if (!brokerId) return `${digest.slice(0, CONTENT_LENGTH)}-${ordinal}`;
    return `${brokerId.slice(0, MAX_ID_LENGTH)}-${digest.slice(0, SHORT_LENGTH)}-${ordinal}`;
  }
}

function contentOf(names: readonly string[], order: readonly number[], cells: readonly string[]): string {
  let content = '';
  for (const index of order) {
    const cell = normalCell(cells[index] ?? '');
    if (cell !== '') content += `${content === '' ? '' : '\u001E'}${names[index]}\u001F${cell}`;
  }
  return content;
}

const orderOf = (names: readonly string[]): readonly number[] =>
  names.map((_, index) => index).sort((one, other) => byCodeUnits(names[one] ?? '', names[other] ?? ''));

/** Of the second, third … operation of one row: `…/2`, `…/3`. */
export const idOfOperation = (rowId: string, index: number): string => (index === 0 ? rowId : `${rowId}/${index + 1}`);

/** Not by locale, which differs from machine to machine. */
const byCodeUnits = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
