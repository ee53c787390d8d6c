import type { ErrorRequestHandler, Request, Response } from 'express';
import { h } from 'htm/preact';
import { ErrorPage, errorTitle } from './error/error-page.ts';
import type { Problem } from './problem.ts';
import { writtenPage } from './send-page.ts';

export type PageErrorParts = {
  problemOf(error: unknown): Problem;
  readonly log: {
    failure(res: Response, error: unknown): void;
    unavailable(res: Response, error: unknown): void;
  };
  /** Ends the answer, whose headers are set, also while the body of its request is still coming. */
  endRefusal(req: Request, res: Response, body: string): void;
};

/** A page instead of problem+json, where a person asks. */
export const pageErrors =
  ({ problemOf, log, endRefusal }: PageErrorParts): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (res.headersSent || !isForPeople(req)) return next(error);
    const { status, code, detail, headers = {} } = problemOf(error);
    if (status === 500) log.failure(res, error);
    else if (status === 503) log.unavailable(res, error);
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    const content = h(ErrorPage, { status, code, detail, ticket: res.locals.requestId });
    endRefusal(req, res, writtenPage(res, status, { title: errorTitle(status), content }));
  };

const PAGES =
  /^\/(?:sign-in|sign-out|register|forgot-password|reset-password|verify(?:\/again)?|(?:admin\/)?jobs(?:\/.*)?)?\/?$/i;
const FOR_PROGRAMS = /^\/(?:api|livez|readyz|metrics)(?:\/|$)/i;

/** A page's own address always is; elsewhere it takes a browser, which says that it reads HTML. */
function isForPeople({ path, headers }: Request): boolean {
  return PAGES.test(path) || (!FOR_PROGRAMS.test(path) && /\btext\/html\b/i.test(headers.accept ?? ''));
}
