import { ContainerModule } from 'inversify';
import { readFormBody } from '#adapters/inbound/http/body/json-body.ts';
import { immutable, noStore, says } from '#adapters/inbound/http/caching/policy.ts';
import { endRefusal } from '#adapters/inbound/http/errors/end-refusal.ts';
import { problemOf } from '#adapters/inbound/http/errors/problem-handler.ts';
import { onlyThese } from '#adapters/inbound/http/only-these.ts';
import { idOf } from '#adapters/inbound/http/path-id.ts';
import { limitedForms } from '#adapters/inbound/http/rate-limit.ts';
import { BrowserSignIn } from '#adapters/inbound/http/session/browser-sign-in.ts';
import { clientOf } from '#adapters/inbound/http/session/client-of.ts';
import { assetsRoutes } from '#adapters/inbound/web/assets-routes.ts';
import { pageErrors } from '#adapters/inbound/web/page-errors.ts';
import type { Problem } from '#adapters/inbound/web/problem.ts';
import { webRoutes } from '#adapters/inbound/web/web-routes.ts';
import { AskForMail } from '#application/identity/ask-for-mail.ts';
import { ReadProfile } from '#application/identity/read-profile.ts';
import { ResetForgottenPassword } from '#application/identity/reset-forgotten-password.ts';
import { VerifyEmail } from '#application/identity/verify-email.ts';
import { ChangeJob } from '#application/jobs/change-job.ts';
import { FindJob } from '#application/jobs/find-job.ts';
import { ListJobs } from '#application/jobs/list-jobs.ts';
import { LookAfterJobs } from '#application/jobs/look-after-jobs.ts';
import { ListOperations } from '#application/ledger/list-operations.ts';
import { Opened, Port, Web } from './tokens.ts';

/** The pages stand on the API's own parts, which they are given here. */
export const pages = new ContainerModule(({ bind }) => {
  bind(Web.pages).toResolvedValue(
    (
      proveIdentity,
      limited,
      browsers,
      log,
      { discreet },
      register,
      ask,
      reset,
      verify,
      profile,
      operations,
      jobs,
      findJob,
      changeJob,
      lookAfterJobs,
      clock,
    ) => ({
      assets: assetsRoutes({ keptByAll: says(immutable), onlyThese }),
      formLimits: limitedForms(limited),
      pages: webRoutes({
        readForm: readFormBody,
        proveIdentity,
        keptByNobody: says(noStore),
        onlyThese,
        idOf,
        beginSession: (req, res, proof) => browsers.signIn(req, res, proof),
        endSession: (req, res) => browsers.signOut(req, res),
        clientOf,
        problemOf: pageProblem,
        registerUser: register,
        confirmFirst: discreet,
        askForMail: ask,
        resetForgottenPassword: reset,
        verifyEmail: verify,
        readProfile: profile,
        listOperations: operations,
        listJobs: jobs,
        findJob,
        changeJob,
        lookAfterJobs,
        clock,
      }),
      pageErrors: pageErrors({ problemOf: pageProblem, log, endRefusal }),
    }),
    [
      Web.proveIdentity,
      Web.limited,
      BrowserSignIn,
      Opened.requestLog,
      Opened.web,
      Web.register,
      AskForMail,
      ResetForgottenPassword,
      VerifyEmail,
      ReadProfile,
      ListOperations,
      ListJobs,
      FindJob,
      ChangeJob,
      LookAfterJobs,
      Port.clock,
    ],
  );
});

function pageProblem(error: unknown): Problem {
  const { more, ...problem } = problemOf(error);
  return more?.errors ? { ...problem, errors: more.errors } : problem;
}
