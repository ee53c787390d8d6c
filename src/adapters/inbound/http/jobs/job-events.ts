import type { Request, RequestHandler, Response } from 'express';
import type { FollowJob } from '#application/jobs/follow-job.ts';
import { isOver } from '#application/jobs/job.ts';
import type { JobSight } from '#application/ports/job-queries.ts';
import { cacheControlOf, noStore } from '../caching/policy.ts';
import { HttpProblem } from '../errors/http-problem.ts';
import { idOf } from '../path-id.ts';
import { readOwner } from '../query.ts';
import { actorOf } from '../who-asks.ts';

/** A line without meaning shows both sides that the connection lives, in milliseconds. */
const HEARTBEAT = 15_000;
/** After so long a client comes again, and shows anew who it is, in milliseconds. */
const LONGEST = 300_000;
/** When to come again, in milliseconds. */
const RETRY = 1_000;
/** At once, by one user, on one process. */
const MOST_STREAMS = 20;

/** Server-Sent Events [WHATWG HTML §9.2] about one job. The id of an event is the version of the job. */
export class JobEvents {
  readonly #follow: FollowJob;
  readonly #ending: AbortSignal;
  readonly #streams = new Map<string, number>();

  /** @param ending aborted when the process stops. */
  constructor(follow: FollowJob, ending: AbortSignal) {
    this.#follow = follow;
    this.#ending = ending;
  }

  readonly stream: RequestHandler = async (req, res) => {
    const { userId } = actorOf(res);
    const open = this.#streams.get(userId) ?? 0;
    if (open >= MOST_STREAMS)
      throw new HttpProblem(429, 'TOO_MANY_REQUESTS', `At most ${MOST_STREAMS} streams of events at once.`, {
        'Retry-After': '1',
      });
    this.#streams.set(userId, open + 1);
    try {
      await this.#send(req, res);
    } finally {
      const left = (this.#streams.get(userId) ?? 1) - 1;
      if (left === 0) this.#streams.delete(userId);
      else this.#streams.set(userId, left);
    }
  };

  async #send(req: Request, res: Response): Promise<void> {
    const known = lastVersionOf(req);
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const late = AbortSignal.timeout(LONGEST);
    const stop = AbortSignal.any([gone.signal, this.#ending, late]);
    const sights = this.#follow.execute(actorOf(res), idOf(req, 'job'), readOwner(req), stop);
    const { value: first } = await sights.next();
    if (!first) return;
    // Nothing is to come any more: to an EventSource this says not to ask again.
    if (isOver(first.row.state) && known !== null && known >= first.version) {
      res.status(204).end();
      return;
    }
    begin(req, res);
    if (req.method === 'HEAD') gone.abort();
    const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT);
    try {
      if (known === null || first.version > known) write(res, 'state', first);
      let last = first;
      for await (const sight of sights) {
        await drained(res, gone.signal);
        write(res, isSameState(sight, last) ? 'progress' : 'state', sight);
        last = sight;
      }
    } finally {
      clearInterval(heartbeat);
    }
    if (this.#ending.aborted || late.aborted) res.write(`retry: ${RETRY}\n\n`);
    res.end();
  }
}

/** What the client has seen; null: nothing, or nothing of ours. */
function lastVersionOf({ headers }: Request): number | null {
  const text = headers['last-event-id'];
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function begin(req: Request, res: Response): void {
  res.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  res.setHeader('Cache-Control', cacheControlOf(noStore, req));
  // nginx would gather what is written.
  res.setHeader('X-Accel-Buffering', 'no');
  res.flushHeaders();
}

function write(res: Response, event: 'state' | 'progress', { row, version }: JobSight): void {
  res.write(`id: ${version}\nevent: ${event}\ndata: ${JSON.stringify(row)}\n\n`);
}

const isSameState = ({ row }: JobSight, { row: last }: JobSight): boolean =>
  row.state === last.state && row.attempts === last.attempts;

/** To a client that reads slowly the next thing is written when it has read the last: it misses steps, and no end. */
function drained(res: Response, gone: AbortSignal): Promise<void> {
  if (!res.writableNeedDrain || gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const settled = (): void => {
      res.off('drain', settled);
      gone.removeEventListener('abort', settled);
      resolve();
    };
    res.once('drain', settled);
    gone.addEventListener('abort', settled, { once: true });
  });
}
