import { randomUUID } from 'node:crypto';
import { anAccount, anOperation } from '../builders.ts';
import { API } from '../contract.ts';
import type { Ask, Got } from './ask.ts';
import type { Hand } from './hand.ts';
import type { Member } from './member.ts';

/** A member writes, and reads at once, by whichever way: what was written must be there, and what was deleted must not. */
class Story {
  readonly #hand: Hand;
  readonly #who: Member;

  constructor(hand: Hand, who: Member) {
    this.#hand = hand;
    this.#who = who;
  }

  /** A text of theirs that is nowhere yet. */
  newText(): string {
    return `${this.#who.mark} ${randomUUID()}`;
  }

  async writes(method: string, path: string, status: number, body?: object): Promise<Got> {
    return await this.#hand.send({ who: this.#who, method, path, headers: {}, body, statuses: [status] });
  }

  async sees(path: string, text: string): Promise<void> {
    const { ask, got } = await this.#looks(path, [200]);
    if (!got.text.includes(text)) this.#hand.judge.add('stale', ask, `${got.status} without ${text}`);
  }

  async seesNo(path: string, text: string): Promise<void> {
    const { ask, got } = await this.#looks(path, [200]);
    if (got.text.includes(text)) this.#hand.judge.add('stale', ask, `${got.status} with ${text}`);
  }

  async findsNothing(path: string): Promise<void> {
    const { ask, got } = await this.#looks(path, []);
    if (got.status !== 404) this.#hand.judge.add('stale', ask, `${got.status} and not 404`);
  }

  async #looks(path: string, statuses: readonly number[]): Promise<{ ask: Ask; got: Got }> {
    const coding = this.#hand.random.pick(['br', 'gzip', 'identity']);
    const ask = { who: this.#who, method: 'GET', path, headers: { 'Accept-Encoding': coding } };
    const got = await this.#hand.send(statuses.length > 0 ? { ...ask, statuses } : ask);
    return { ask, got };
  }
}

async function ofAnOperation(story: Story): Promise<void> {
  const [note, changed] = [story.newText(), story.newText()];
  const list = `${API}/operations`;
  const path = `${list}/${idOf(await story.writes('POST', list, 201, anOperation({ note })))}`;
  await story.sees(list, note);
  await story.sees(path, note);
  await story.writes('PATCH', path, 200, { note: changed });
  await story.sees(path, changed);
  await story.sees(list, changed);
  await story.sees(`${path}/history`, changed);
  await story.writes('DELETE', path, 204);
  await story.seesNo(list, changed);
  await story.findsNothing(path);
}

async function ofAnAccount(story: Story): Promise<void> {
  const [name, changed] = [story.newText(), story.newText()];
  const list = `${API}/accounts`;
  const path = `${list}/${idOf(await story.writes('POST', list, 201, anAccount({ name })))}`;
  await story.sees(list, name);
  await story.writes('PATCH', path, 200, { name: changed });
  await story.sees(list, changed);
  await story.sees(path, changed);
  await story.writes('DELETE', path, 204);
  await story.findsNothing(path);
  await story.seesNo(list, changed);
}

async function ofAToken(story: Story): Promise<void> {
  const name = story.newText();
  const list = `${API}/tokens`;
  const id = idOf(await story.writes('POST', list, 201, { name, scopes: ['account'] }));
  await story.sees(list, name);
  await story.writes('DELETE', `${list}/${id}`, 204);
  await story.seesNo(list, name);
}

const STORIES = [ofAnOperation, ofAnOperation, ofAnAccount, ofAToken];

export async function tellStory(hand: Hand, members: readonly Member[]): Promise<void> {
  const writers = members.filter(({ role }) => role === 'user');
  const story = new Story(hand, hand.random.pick(writers));
  await hand.random.pick(STORIES)(story);
}

/** Of what was made; what was refused is told by its status. */
const idOf = ({ status, text }: Got): string => (status === 201 ? (JSON.parse(text) as { id: string }).id : '');
