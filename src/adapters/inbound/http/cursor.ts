import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { notFound } from '#application/refusal.ts';
import { HttpProblem } from './errors/http-problem.ts';

const MAC_BYTES = 16;

/** What a cursor belongs to: whose list it goes through, and what the list is narrowed to and ordered by. */
export type CursorScope = { readonly userId: string; readonly list: string };

/**
 * Opaque signed places in a list. A cursor is good for one user and one list (its filters and order included): changed anywhere it is refused,
 * and another user's is as if it did not exist.
 */
export class Cursors {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  write(scope: CursorScope, place: readonly string[]): string {
    const payload = Buffer.from(JSON.stringify([scope.userId, listDigest(scope), ...place]));
    return Buffer.concat([this.#mac(payload), payload]).toString('base64url');
  }

  /**
   * The place that the cursor was written with; an empty one without a cursor, where the list begins.
   * @throws {HttpProblem} 400 BAD_CURSOR. @throws {Refusal} NOT_FOUND for another user's.
   */
  read(scope: CursorScope, cursor: string | undefined): readonly string[] {
    if (cursor === undefined) return [];
    const bytes = Buffer.from(cursor, 'base64url');
    const [mac, payload] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
    const genuine =
      mac.length === MAC_BYTES && timingSafeEqual(mac, this.#mac(payload)) && bytes.toString('base64url') === cursor;
    if (!genuine) throw badCursor('The cursor is not one of ours.');
    const [userId, list, ...place] = JSON.parse(payload.toString()) as string[];
    if (userId !== scope.userId) throw notFound('page');
    if (list !== listDigest(scope))
      throw badCursor('The cursor belongs to a list with other filters or another order.');
    return place;
  }

  #mac(payload: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update('cursor').update(payload).digest().subarray(0, MAC_BYTES);
  }
}

const listDigest = ({ list }: CursorScope): string => hash('sha256', list, 'base64url').slice(0, 8);

const badCursor = (detail: string): HttpProblem =>
  new HttpProblem(400, 'BAD_CURSOR', `${detail} Start from the first page.`);
