import type { RequestHandler } from 'express';
import type { ChangeProfile } from '#application/identity/change-profile.ts';
import type { ReadProfile } from '#application/identity/read-profile.ts';
import { sendJson } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import type { BrowserSignIn } from '../session/browser-sign-in.ts';
import { addressKey } from '../session/client-of.ts';
import { actingOf, actorOf } from '../who-asks.ts';
import { readProfileDraft } from './user-schema.ts';
import { userView } from './user-view.ts';

export class UserController {
  readonly #readProfile: ReadProfile;
  readonly #changeProfile: ChangeProfile;
  readonly #browsers: BrowserSignIn;

  constructor(readProfile: ReadProfile, changeProfile: ChangeProfile, browsers: BrowserSignIn) {
    this.#readProfile = readProfile;
    this.#changeProfile = changeProfile;
    this.#browsers = browsers;
  }

  readonly me: Produce = async (_req, res) => {
    const user = await this.#readProfile.execute(actorOf(res));
    return { body: JSON.stringify(userView(user)) };
  };

  readonly changeMe: RequestHandler = async (req, res) => {
    const draft = readProfileDraft(req.body);
    const user = await this.#changeProfile.execute(actingOf(req, res), draft, addressKey(req));
    if (draft.currentPassword) await this.#browsers.renew(req, res);
    sendJson(res, 200, JSON.stringify(userView(user)));
  };
}
