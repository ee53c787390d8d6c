import { InstrumentBook } from '#domain/ledger/instrument-book.ts';
import type { FeeView } from '#domain/ledger/lot.ts';
import { LotStory } from '#domain/ledger/lot-story.ts';
import type { Position, PositionEntry } from '#domain/ledger/position.ts';
import type { PositionRow, StoryRow } from '../ports/positions.ts';
import { type PositionKey, positionRow, storyRow } from './position-rows.ts';

type Group = { readonly account_id: string; readonly instrument: string; readonly book: InstrumentBook };

/** Makes rows of operations that are told in their order, those of several accounts and instruments at once. */
export class PositionTeller {
  readonly #view: FeeView;
  readonly #groups = new Map<string, Group>();
  readonly #stories: Map<Position, LotStory> | null;

  constructor(view: FeeView, { withStories }: { readonly withStories: boolean }) {
    this.#view = view;
    this.#stories = withStories ? new Map() : null;
  }

  tell(account_id: string, instrument: string, entry: PositionEntry): void {
    const name = `${account_id} ${instrument}`;
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { account_id, instrument, book: new InstrumentBook() };
      this.#groups.set(name, group);
    }
    for (const { position, closures } of group.book.apply(entry))
      this.#storyOf(position)?.tell(entry, position, closures);
  }

  rows(): readonly PositionRow[] {
    return this.#positions().map(([key, position]) => positionRow(key, position, this.#view));
  }

  stories(): readonly StoryRow[] {
    return this.#positions().flatMap(([key, position]) => {
      const story = this.#storyOf(position);
      return story ? [storyRow(key, position, this.#view, story)] : [];
    });
  }

  #positions(): (readonly [PositionKey, Position])[] {
    return [...this.#groups.values()]
      .flatMap(({ account_id, instrument, book }) =>
        [...book.positions].map(([currency, position]) => [{ account_id, instrument, currency }, position] as const),
      )
      .sort(([one], [other]) => (isBefore(one, other) ? -1 : 1));
  }

  #storyOf(position: Position): LotStory | undefined {
    if (this.#stories === null) return undefined;
    let story = this.#stories.get(position);
    if (story === undefined) {
      story = new LotStory(this.#view);
      this.#stories.set(position, story);
    }
    return story;
  }
}

const isBefore = (one: PositionKey, other: PositionKey): boolean => {
  for (const part of ['account_id', 'instrument', 'currency'] as const)
    if (one[part] !== other[part]) return one[part] < other[part];
  return false;
};
