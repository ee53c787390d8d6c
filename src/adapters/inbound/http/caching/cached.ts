import type { Request, RequestHandler, Response } from 'express';
import type { Cache } from '#application/ports/cache.ts';
import { type Coding, codingFor } from './content-coding.ts';
import type { Kept } from './kept.ts';
import { declares, type Policy } from './policy.ts';
import {
  type Answer,
  coded,
  type Head,
  type Representation,
  representationOf,
  send,
  sendNotModified,
} from './representation.ts';

/** Reads what a route answers, or refuses. */
export type Produce = (req: Request, res: Response) => Answer | Promise<Answer>;

/**
 * Answers GET by a policy: with a strong ETag, with 304 and no body to who has just that (RFC 9110 §13.1.2), and from what is kept on the
 * server, if anything is.
 */
export type Cached = (policy: Policy, produce: Produce, kept?: Kept) => RequestHandler;

export const cachedBy =
  (cache: Cache): Cached =>
  (policy, produce, kept) =>
    declares(policy, handlerOf(cache, policy, produce, kept), kept !== undefined);

const handlerOf =
  (cache: Cache, policy: Policy, produce: Produce, kept: Kept | undefined): RequestHandler =>
  async (req, res) => {
    const coding = kept?.isCompressed ? codingFor(req) : null;
    if (coding !== null) varyBy(res, 'Accept-Encoding');
    const reading = kept ? readingOf({ cache, kept, produce, req, res }) : new Anew(produce, req, res);
    if (req.headers['if-none-match'] !== undefined) {
      const head = await reading.head();
      if (sendNotModified(req, res, head, policy, coding)) return;
    }
    send(req, res, await reading.whole(coding ?? 'identity'), policy);
  };

/** As the request wishes (RFC 9111 §5.2.1). */
function readingOf(reads: Omit<Reads, 'renew'>): Reading {
  const { produce, req, res } = reads;
  const wishes = req.headers['cache-control']?.toLowerCase() ?? '';
  if (!wishes.includes('no-store')) return new Look({ ...reads, renew: wishes.includes('no-cache') });
  tell(res, 'fwd=bypass');
  return new Anew(produce, req, res);
}

interface Reading {
  whole(coding: Coding): Promise<Representation>;
  /** Without the bytes, which a 304 does not need. */
  head(): Promise<Head>;
}

type Reads = {
  readonly cache: Cache;
  readonly kept: Kept;
  readonly produce: Produce;
  readonly req: Request;
  readonly res: Response;
  /** Whatever is kept. */
  readonly renew: boolean;
};

class Anew implements Reading {
  readonly #identity: Promise<Representation>;

  constructor(produce: Produce, req: Request, res: Response) {
    this.#identity = (async () => representationOf(req, await produce(req, res)))();
  }

  async whole(coding: Coding): Promise<Representation> {
    return coded(await this.#identity, coding);
  }

  head(): Promise<Head> {
    return this.#identity;
  }
}

/** What one request reads in the cache. */
class Look implements Reading {
  readonly #reads: Reads;
  readonly #key: string;
  readonly #tags: readonly string[];
  #identity: Promise<Representation> | undefined;

  constructor(reads: Reads) {
    const { kept, req, res } = reads;
    this.#reads = reads;
    this.#key = kept.key(req, res);
    this.#tags = kept.tags(req, res);
    tell(res, 'hit');
  }

  whole(coding: Coding): Promise<Representation> {
    if (coding !== 'identity')
      return this.#get('', ` ${coding}`, async () => coded(await this.whole('identity'), coding));
    this.#identity ??= this.#get('', '', () => this.#compute());
    return this.#identity;
  }

  head(): Promise<Head> {
    return this.#get('-heads', '', async () => ({ ...(await this.whole('identity')), bytes: '' }));
  }

  async #compute(): Promise<Representation> {
    const { produce, req, res, renew } = this.#reads;
    tell(res, renew ? 'fwd=request' : 'fwd=miss');
    return representationOf(req, await produce(req, res));
  }

  async #get(sort: string, variant: string, compute: () => Promise<Representation>): Promise<Representation> {
    const { cache, kept, renew } = this.#reads;
    const { name, schema, milliseconds } = kept;
    const keeping = { name: `${name}${sort}`, schema, milliseconds, tags: this.#tags, renew };
    return cache.getOrCompute(`${this.#key}${variant}`, keeping, compute);
  }
}

/** What became of the request in this cache (RFC 9211). A hit is as young as any answer: whether it is still so was asked just now. */
function tell(res: Response, outcome: 'hit' | 'fwd=miss' | 'fwd=request' | 'fwd=bypass'): void {
  res.setHeader('Cache-Status', `blotter; ${outcome}`);
  if (outcome === 'hit') res.setHeader('Age', '0');
  else res.removeHeader('Age');
}

function varyBy(res: Response, name: string): void {
  const others = res.getHeader('Vary');
  res.setHeader('Vary', others === undefined ? name : `${others}, ${name}`);
}
