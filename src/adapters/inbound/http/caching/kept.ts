import type { Request, Response } from 'express';
import type { SignedIn } from '#application/identity/actor.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import { entriesOf } from '../body/json-body.ts';
import { actorOf } from '../who-asks.ts';

/** How the answers of a route are kept on the server. */
export type Kept = {
  /** Of the cache whose figures are counted. */
  readonly name: string;
  /** Of the shape of what is kept. */
  readonly schema: number;
  readonly milliseconds: number;
  /** Also kept, and sent, compressed: nothing where a secret and a stranger's text can meet (see the ADR). */
  readonly isCompressed: boolean;
  key(req: Request, res: Response): string;
  /** What the answer is made of. */
  tags(req: Request, res: Response): readonly string[];
};

/** A bound for what nobody invalidates: a change by hand in the database. */
const MILLISECONDS = 60_000;
const SCHEMA = 1;

/** An answer that depends on who asks: nobody else is given it. */
export const keptApart = (
  name: string,
  tags: (req: Request, owner: string) => readonly string[],
  { isCompressed }: Pick<Kept, 'isCompressed'>,
): Kept => ({
  name,
  schema: SCHEMA,
  milliseconds: MILLISECONDS,
  isCompressed,
  key: (req, res) => `${who(actorOf(res))} ${canonical(req)}`,
  tags: (req, res) => tags(req, ownerIn(req, actorOf(res))),
});

/** An answer that depends on nobody, and on nothing but the version of the program. */
export const keptForAll = (name: string, version: string): Kept => ({
  name,
  schema: SCHEMA,
  milliseconds: MILLISECONDS,
  isCompressed: true,
  key: (req) => `${version} ${canonical(req)}`,
  tags: () => [],
});

/** Everything of an actor that an answer can depend on. */
const who = ({ userId, role, accountIds }: SignedIn): string =>
  accountIds ? `${userId} ${role} ${accountIds.join()}` : `${userId} ${role}`;

/** Where the parameters stand in another order, it is the same request. */
function canonical({ originalUrl }: Request): string {
  const at = originalUrl.indexOf('?');
  if (at === -1) return originalUrl;
  const parameters = originalUrl.slice(at + 1);
  return parameters.includes('&')
    ? `${originalUrl.slice(0, at)}?${parameters.split('&').sort().join('&')}`
    : originalUrl;
}

/** Whose ledger it is that the request asks for. Where `user_id` is no id, nothing comes of the request. */
function ownerIn({ url }: Request, { userId }: SignedIn): string {
  // It could also be written with percent signs.
  if (!/user_id|%/.test(url)) return userId;
  const [, query = ''] = url.split('?', 2);
  const named = entriesOf(query, 'query')['user_id'];
  try {
    return typeof named === 'string' ? parseUuid(named) : userId;
  } catch {
    return userId;
  }
}
