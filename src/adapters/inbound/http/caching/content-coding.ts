import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request } from 'express';
import Negotiator from 'negotiator';

export type Coding = 'identity' | 'br' | 'gzip';

/** Those that are liked as much are tried in this order. */
const CODINGS: readonly Coding[] = ['br', 'gzip', 'identity'];
/** Below this many bytes no packet is saved. */
const LEAST_BYTES = 1_000;
/** Where brotli is about as quick as gzip, and its bytes fewer. */
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

export const compress = {
  br: (bytes: Buffer): Promise<Buffer> => brotli(bytes, QUALITY),
  gzip: (bytes: Buffer): Promise<Buffer> => gzipped(bytes),
};

/** Its types do not know yet what decides between codings that are liked as much. */
type Encoding = (
  available: readonly Coding[],
  options: { readonly preferred: readonly Coding[] },
) => Coding | undefined;

/** The coding that the client likes best (RFC 9110 §12.5.3). */
export function codingFor(req: Request): Coding {
  if (req.headers['accept-encoding'] === undefined) return 'identity';
  const negotiator = new Negotiator(req);
  return (negotiator.encoding as Encoding)(CODINGS, { preferred: CODINGS }) ?? 'identity';
}

/** The ETag of a representation in this coding. */
export const tagOf = ({ etag, length }: { readonly etag: string; readonly length: number }, coding: Coding): string =>
  coding === 'identity' || length < LEAST_BYTES ? etag : etag.replace(/"$/, `-${coding}"`);

/** The ETags of all representations that differ in nothing but their coding, this one's first. */
export const tagsOf = (head: { readonly etag: string; readonly length: number }, coding: Coding): readonly string[] => [
  tagOf(head, coding),
  ...CODINGS.map((other) => tagOf(head, other)),
];
