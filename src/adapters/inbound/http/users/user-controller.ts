import type { RequestHandler } from 'express';
import type { ReadProfile } from '#application/identity/read-profile.ts';
import { sendRead } from '../answers.ts';
import { actorOf } from '../who-asks.ts';
import { userView } from './user-view.ts';

export class UserController {
  readonly #readProfile: ReadProfile;

  constructor(readProfile: ReadProfile) {
    this.#readProfile = readProfile;
  }

  readonly me: RequestHandler = async (req, res) => {
    const user = await this.#readProfile.execute(actorOf(res));
    sendRead(req, res, JSON.stringify(userView(user)));
  };
}
