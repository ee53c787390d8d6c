import type { Request, RequestHandler, Response } from 'express';
import type { AskForMail } from '#application/identity/ask-for-mail.ts';
import type { Proof } from '#application/identity/proof.ts';
import type { ReadProfile } from '#application/identity/read-profile.ts';
import type { RegisterUser } from '#application/identity/register-user.ts';
import type { ResetForgottenPassword } from '#application/identity/reset-forgotten-password.ts';
import type { VerifyEmail } from '#application/identity/verify-email.ts';
import type { ChangeJob } from '#application/jobs/change-job.ts';
import type { FindJob } from '#application/jobs/find-job.ts';
import type { ListJobs } from '#application/jobs/list-jobs.ts';
import type { LookAfterJobs } from '#application/jobs/look-after-jobs.ts';
import type { ListOperations } from '#application/ledger/list-operations.ts';
import type { Client } from '#application/ports/access-token-repository.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { Named } from '#application/refusal.ts';
import type { Problem } from './problem.ts';

/** What the pages share with the API, which they do not import, and the use cases behind them. */
export type WebParts = {
  /** Puts a form's fields on `req.body`: a text for each name, or a list of texts for a name that came more than once. */
  readonly readForm: RequestHandler;
  /** Puts the proof of `username` and `password` on the request as its user, or refuses with 401 or 429. */
  readonly proveIdentity: RequestHandler;
  /** Declares that answers are kept by nobody. */
  readonly keptByNobody: RequestHandler;
  /** The last handler of a route: any other method is 405. */
  readonly onlyThese: RequestHandler;
  /** The id in the path. What cannot be an id does not exist. */
  idOf(req: Request, what: Named): string;
  beginSession(req: Request, res: Response, proof: Proof): Promise<void>;
  /** Ends the session that the request has. */
  endSession(req: Request, res: Response): Promise<void>;
  /** Where the request comes from. */
  clientOf(req: Request): Client;
  /** The one map from errors to answers. */
  problemOf(error: unknown): Problem;
  /** Whoever registers signs in only once the address is confirmed. */
  readonly confirmFirst: boolean;
  readonly registerUser: Pick<RegisterUser, 'execute'>;
  readonly askForMail: Pick<AskForMail, 'execute'>;
  readonly resetForgottenPassword: Pick<ResetForgottenPassword, 'execute'>;
  readonly verifyEmail: Pick<VerifyEmail, 'execute'>;
  readonly readProfile: Pick<ReadProfile, 'execute'>;
  readonly listOperations: Pick<ListOperations, 'execute'>;
  readonly listJobs: Pick<ListJobs, 'execute'>;
  readonly findJob: Pick<FindJob, 'execute'>;
  readonly changeJob: Pick<ChangeJob, 'cancel' | 'retry'>;
  readonly lookAfterJobs: Pick<LookAfterJobs, 'overview' | 'list' | 'find' | 'cancel' | 'retry' | 'retryFailed'>;
  readonly clock: Clock;
};
