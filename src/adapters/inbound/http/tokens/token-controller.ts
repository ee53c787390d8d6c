import type { RequestHandler } from 'express';
import type { CreateToken } from '#application/identity/create-token.ts';
import type { DeleteToken } from '#application/identity/delete-token.ts';
import type { ListCredentials } from '#application/identity/list-credentials.ts';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import { sendJson, sendNothing } from '../answers.ts';
import { idOf } from '../path-id.ts';
import { actingOf, actorOf } from '../who-asks.ts';
import { readTokenDraft } from './token-schema.ts';

/** Personal access tokens; no answer about them is kept. */
export class TokenController {
  readonly #credentials: ListCredentials;
  readonly #create: CreateToken;
  readonly #delete: DeleteToken;

  constructor(credentials: ListCredentials, create: CreateToken, remove: DeleteToken) {
    this.#credentials = credentials;
    this.#create = create;
    this.#delete = remove;
  }

  readonly list: RequestHandler = async (_req, res) => {
    sendJson(res, 200, JSON.stringify(await this.#credentials.tokens(actorOf(res))));
  };

  /** The one answer with the secret in it: kept by nobody, not even for a repetition. */
  readonly create: RequestHandler = async (req, res) => {
    const { secret, token } = await this.#create.execute(actingOf(req, res), readTokenDraft(req.body));
    res.setHeader('Location', `/api/v1/tokens/${token.id}`);
    sendJson(res, 201, JSON.stringify({ ...tokenView(token), token: secret }));
  };

  readonly delete: RequestHandler = async (req, res) => {
    await this.#delete.execute(actingOf(req, res), idOf(req, 'token'));
    sendNothing(res);
  };
}

const tokenView = (token: AccessToken) => ({
  id: token.id,
  name: token.name,
  scopes: token.scopes,
  account_ids: token.accountIds,
  created_at: token.createdAt.toISOString(),
  expires_at: token.expiresAt?.toISOString() ?? null,
  last_used_at: null,
});
