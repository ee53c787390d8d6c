import type { RequestHandler } from 'express';
import { z } from 'zod';
import { doerOf } from '#application/identity/doers.ts';
import type { EndSession } from '#application/identity/end-session.ts';
import type { ListCredentials } from '#application/identity/list-credentials.ts';
import type { SignedInRow } from '#application/ports/credential-queries.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { sendJson, sendNothing } from '../answers.ts';
import { idOf } from '../path-id.ts';
import { QueryReader } from '../query.ts';
import { text } from '../shared-schema.ts';
import { actingOf, actorOf } from '../who-asks.ts';

export const exceptQuery = z.strictObject({
  except: text({ description: 'current: all but the one that asks.', enum: ['current'] }).optional(),
});

/** Where somebody is signed in; kept by nobody. */
export class SessionController {
  readonly #credentials: ListCredentials;
  readonly #end: EndSession;

  constructor(credentials: ListCredentials, end: EndSession) {
    this.#credentials = credentials;
    this.#end = end;
  }

  readonly list: RequestHandler = async (_req, res) => {
    const actor = actorOf(res);
    const rows = await this.#credentials.signedIn(actor);
    const view = (row: SignedInRow) => ({ ...row, current: row.id === actor.credential.id });
    sendJson(res, 200, JSON.stringify(rows.map(view)));
  };

  readonly endOne: RequestHandler = async (req, res) => {
    const acting = actingOf(req, res);
    await this.#end.one(acting.userId, idOf(req, 'session'), doerOf(acting));
    sendNothing(res);
  };

  readonly endAll: RequestHandler = async (req, res) => {
    const query = new QueryReader(req, exceptQuery);
    const except = query.read('except', (choice) => parseChoice(['current'], choice));
    query.finish();
    if (except === 'current') await this.#end.others(actingOf(req, res));
    else await this.#end.all(actingOf(req, res));
    sendNothing(res);
  };

  readonly endAllOf: RequestHandler = async (req, res) => {
    await this.#end.allOf(actingOf(req, res), idOf(req, 'user'));
    sendNothing(res);
  };

  readonly endEverybodys: RequestHandler = async (req, res) => {
    await this.#end.ofEverybody(actingOf(req, res));
    sendNothing(res);
  };
}
