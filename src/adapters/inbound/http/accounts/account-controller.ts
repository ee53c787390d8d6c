import type { RequestHandler } from 'express';
import { accountRow } from '#application/ledger/account-row.ts';
import type { ChangeAccount } from '#application/ledger/change-account.ts';
import type { CloseAccount } from '#application/ledger/close-account.ts';
import type { FindAccount } from '#application/ledger/find-account.ts';
import type { ListAccounts } from '#application/ledger/list-accounts.ts';
import type { OpenAccount } from '#application/ledger/open-account.ts';
import type { Account } from '#domain/ledger/account.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import type { Cursors } from '../cursor.ts';
import { expectedVersion, versionTag } from '../if-match.ts';
import { idOf } from '../path-id.ts';
import { nextOf, readOwner, readPageQuery } from '../query.ts';
import { type Created, repeatable, sendCreated } from '../repeatable-request.ts';
import { actorOf } from '../who-asks.ts';
import { readAccountDraft } from './account-schema.ts';
import { accountView } from './account-view.ts';

export type AccountUseCases = {
  readonly open: OpenAccount;
  readonly list: ListAccounts;
  readonly find: FindAccount;
  readonly change: ChangeAccount;
  readonly close: CloseAccount;
};

export class AccountController {
  readonly #accounts: AccountUseCases;
  readonly #cursors: Cursors;

  constructor(accounts: AccountUseCases, cursors: Cursors) {
    this.#accounts = accounts;
    this.#cursors = cursors;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const { limit, cursor, userId } = readPageQuery(req);
    const scope = { userId: actor.userId, list: `accounts ${userId}` };
    const [after = null] = this.#cursors.read(scope, cursor);
    const page = await this.#accounts.list.execute(actor, { limit, after }, userId);
    const next = nextOf(page, ({ id }) => this.#cursors.write(scope, [id]));
    return { body: JSON.stringify(page.rows.map(accountView)), next };
  };

  readonly create: RequestHandler = async (req, res) => {
    const draft = readAccountDraft(req.body);
    const outcome = await this.#accounts.open.execute(actorOf(res), draft, repeatable(req, created));
    sendCreated(res, outcome, created);
  };

  readonly read: Produce = async (req, res) => {
    const row = await this.#accounts.find.execute(actorOf(res), idOf(req, 'account'), readOwner(req));
    return { body: JSON.stringify(accountView(row)), etag: versionTag(row.version) };
  };

  readonly change: RequestHandler = async (req, res) => {
    const patch = readAccountDraft(req.body);
    const id = idOf(req, 'account');
    const account = await this.#accounts.change.execute(actorOf(res), id, patch, expectedVersion(req));
    res.setHeader('ETag', versionTag(account.version));
    sendJson(res, 200, bodyOf(account));
  };

  readonly delete: RequestHandler = async (req, res) => {
    await this.#accounts.close.execute(actorOf(res), idOf(req, 'account'), expectedVersion(req));
    sendNothing(res);
  };
}

const bodyOf = (account: Account): string => JSON.stringify(accountView(accountRow(account)));

const created = (account: Account): Created => ({
  location: `/api/v1/accounts/${account.id}`,
  etag: versionTag(account.version),
  body: bodyOf(account),
});
