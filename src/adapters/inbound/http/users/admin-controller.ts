import type { RequestHandler } from 'express';
import type { KeepUsers } from '#application/identity/keep-users.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import type { Cursors } from '../cursor.ts';
import { idOf } from '../path-id.ts';
import { nextOf, readListQuery } from '../query.ts';
import { actingOf, actorOf } from '../who-asks.ts';
import { readDecision } from './user-schema.ts';
import { userView } from './user-view.ts';

/** The users, for admins. */
export class AdminController {
  readonly #users: KeepUsers;
  readonly #cursors: Cursors;

  constructor(users: KeepUsers, cursors: Cursors) {
    this.#users = users;
    this.#cursors = cursors;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const { limit, cursor } = readListQuery(req);
    const scope = { userId: actor.userId, list: 'users' };
    const [after = null] = this.#cursors.read(scope, cursor);
    const page = await this.#users.list(actor, { limit, after });
    const next = nextOf(page, ({ id }) => this.#cursors.write(scope, [id]));
    return { body: JSON.stringify(page.rows.map(userView)), next };
  };

  readonly read: Produce = async (req, res) => {
    const user = await this.#users.find(actorOf(res), idOf(req, 'user'));
    return { body: JSON.stringify(userView(user)) };
  };

  readonly decide: RequestHandler = async (req, res) => {
    const user = await this.#users.decide(actingOf(req, res), idOf(req, 'user'), readDecision(req.body));
    sendJson(res, 200, JSON.stringify(userView(user)));
  };

  readonly remove: RequestHandler = async (req, res) => {
    await this.#users.remove(actingOf(req, res), idOf(req, 'user'));
    sendNothing(res);
  };
}
