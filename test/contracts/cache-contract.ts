import { expect } from 'chai';
import type { Cache, Keeping } from '#application/ports/cache.ts';
import { ids } from './settlers.ts';
import { until } from './until.ts';

export type OpenCache = {
  readonly cache: Cache;
  /** The cache of another process; where a cache is of one process alone, the same. */
  readonly beside: Cache;
  close(): Promise<void>;
};

const MINUTE = 60_000;

/** What every Cache does. */
export function cacheContract(adapter: string, open: () => Promise<OpenCache>): void {
  describe(`The cache (${adapter})`, () => {
    let opened: OpenCache;
    let cache: Cache;
    let beside: Cache;
    let tag: string;
    let key: string;
    let computed: number;

    before(async () => {
      opened = await open();
      ({ cache, beside } = opened);
    });
    beforeEach(() => {
      [tag, key, computed] = [`tag ${ids.next()}`, ids.next(), 0];
    });
    after(() => opened.close());

    const keeping = <Value>(more: Partial<Keeping<Value>> = {}): Keeping<Value> => ({
      name: 'answers',
      schema: 1,
      milliseconds: MINUTE,
      tags: [tag],
      ...more,
    });
    /** Computes 1, 2, 3 … */
    const count = (more: Partial<Keeping<number>> = {}, by = cache) =>
      by.getOrCompute(key, keeping(more), async () => {
        computed += 1;
        return computed;
      });
    /** A computation that waits until it is told what it comes to. */
    const slowly = (by = cache, named = keeping<string>()) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
      const value = by.getOrCompute(key, named, () => {
        begin();
        return promise;
      });
      return { value, begun, resolve, reject };
    };
    const instead = (value: string, by = cache) => by.getOrCompute(key, keeping<string>(), async () => value);

    it('does not keep what fails: all who wait are told of it, and the next one tries anew', async () => {
      const named = keeping<string>({ name: `failures ${ids.next()}` });
      const first = slowly(cache, named);
      await first.begun;
      const others = [1, 2, 3].map(() => cache.getOrCompute(key, named, async () => 'too soon'));
      const outcomes = [first.value, ...others].map((value) => value.catch((error: Error) => error.message));
      // Those in Redis have yet to learn that somebody computes it.
      await until('all wait', () => cache.stats().get(named.name)?.misses === 4);
      first.reject(new Error('broken'));
      expect(await Promise.all(outcomes)).to.deep.equal(['broken', 'broken', 'broken', 'broken']);
      expect(await cache.getOrCompute(key, named, async () => 'now')).to.equal('now');
    });

    it('keeps again what was announced and then invalidated', async () => {
      await instead('old');
      const announcement = await cache.announce([tag]);
      await cache.invalidateTags([tag], [announcement]);
      expect([await instead('new'), await instead('newer')]).to.deep.equal(['new', 'new']);
    });

    it('is refused what cannot be kept', async () => {
      const refused = (value: unknown) =>
        cache
          .getOrCompute(key, keeping(), async () => value)
          .then(
            () => 'kept',
            (error: Error) => error.message,
          );
      expect(await refused(() => 1)).to.match(/could not be cloned/);
      expect(await refused({ inside: () => 1 })).to.match(/could not be cloned/);
      expect(await refused('a text')).to.equal('kept');
    });

    it('keeps nothing for no time', async () => {
      expect([await count({ milliseconds: 0 }), await count({ milliseconds: () => -1 })]).to.deep.equal([1, 2]);
      expect([await count(), await count()]).to.deep.equal([3, 3]);
    });

    it('computes once and keeps it, for every process', async () => {
      expect([await count(), await count(), await count({}, beside)]).to.deep.equal([1, 1, 1]);
    });

    it('gives it back just as it was', async () => {
      const value = {
        date: new Date('2026-11-24T09:30:00.123Z'),
        big: 2n ** 70n,
        bytes: Buffer.from([0, 10, 13, 255]),
        nothing: undefined,
        none: null,
        not: Number.NaN,
        map: new Map([['ü', new Set([1])]]),
        text: 'lone \ud800, 😀, \0',
      };
      for (const kept of [value, undefined, null, '', 0, [], 'x'.repeat(100_000)]) {
        key = ids.next();
        for (const by of [cache, cache, beside])
          expect(await by.getOrCompute(key, keeping<unknown>(), async () => kept)).to.deep.equal(kept);
      }
    });

    it('gives nobody what another one has changed', async () => {
      const made = { list: [{ number: 1 }] };
      const make = () => cache.getOrCompute(key, keeping(), async () => made);
      const change = (one: typeof made): void => {
        try {
          one.list[0]!.number = 2;
          one.list.push({ number: 3 });
        } catch (error) {
          expect(error).to.be.instanceOf(TypeError);
        }
      };
      for (const one of [...(await Promise.all([make(), make()])), await make()]) change(one);
      change(made);
      expect(await make()).to.deep.equal({ list: [{ number: 1 }] });
    });

    it('keeps it for its time, which may depend on it', async () => {
      await count({ milliseconds: (value) => 100 * value });
      await until('it has expired', async () => (await count()) === 2);
      expect(await count()).to.equal(2);
    });

    it('computes once for all who ask meanwhile', async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const all = Array.from({ length: 100 }, () =>
        cache.getOrCompute(key, keeping(), async () => {
          computed += 1;
          await promise;
          return computed;
        }),
      );
      await until('it is computed', () => computed > 0);
      resolve();
      expect(new Set(await Promise.all(all))).to.deep.equal(new Set([1]));
      expect(computed).to.equal(1);
    });

    it('forgets what a tag names, at once and for every process, and nothing else', async () => {
      const other = ids.next();
      const kept = (by: Cache) => by.getOrCompute(other, keeping({ tags: [`${tag} too`] }), async () => 'other');
      await kept(cache);
      for (const [writer, reader] of [
        [cache, cache],
        [cache, beside],
        [beside, cache],
      ] as const) {
        const before = await count({}, reader);
        await writer.invalidateTags([tag]);
        expect(await count({}, reader)).to.equal(before + 1);
        expect(await count({}, writer)).to.equal(before + 1);
      }
      expect(await cache.getOrCompute(other, keeping({ tags: [`${tag} too`] }), async () => 'gone')).to.equal('other');
    });

    it('forgets what any of its tags names', async () => {
      const [first, second] = [`${tag} first`, `${tag} second`];
      for (const named of [[first], [second], [second, first], ['nobody’s', second]]) {
        const before = await count({ tags: [first, second] });
        await cache.invalidateTags(named);
        expect(await count({ tags: [first, second] })).to.equal(before + 1);
      }
      await cache.invalidateTags([]);
      expect(await count({ tags: [first, second] })).to.equal(5);
    });

    it('takes every tag and key by its letters', async () => {
      const strange = ['*', '[a-z]', 'a\\', '', ' ', '\n', '{x}', '😀', `${'long '.repeat(1_000)}`];
      for (const text of strange) {
        [tag, key] = [`${text} of ${ids.next()}`, `${text} ${ids.next()}`];
        await count();
      }
      const before = computed;
      await cache.invalidateTags(['*', '[a-z]*', '?']);
      await count();
      expect(computed).to.equal(before);
    });

    it('never keeps what was invalidated while it was computed, nor gives it to who asks afterwards', async () => {
      for (const [writer, reader] of [
        [cache, cache],
        [beside, cache],
      ] as const) {
        key = ids.next();
        const old = slowly(reader);
        await old.begun;
        await writer.invalidateTags([tag]);
        expect(await instead('new', reader)).to.equal('new');
        old.resolve('old');
        expect(await old.value).to.equal('old');
        // What came too late may have taken the place of the new one, but is not given to anybody.
        for (const by of [reader, writer]) expect(await instead('newer', by)).to.be.oneOf(['new', 'newer']);
      }
    });

    it('never keeps what was invalidated while it was computed, when nobody has asked in between', async () => {
      const old = slowly();
      await old.begun;
      await beside.invalidateTags([tag]);
      old.resolve('old');
      await old.value;
      expect(await instead('new')).to.equal('new');
    });

    it('forgets one value, also while it is computed', async () => {
      await count();
      await cache.delete(key, keeping());
      expect(await count()).to.equal(2);
      key = ids.next();
      const old = slowly();
      await old.begun;
      await beside.delete(key, keeping());
      old.resolve('old');
      await old.value;
      expect(await instead('new')).to.equal('new');
      await cache.delete('what never was', keeping());
    });

    it('does not find what another build has kept in another shape, nor what has another name', async () => {
      expect([await count(), await count({ schema: 2 }), await count({ name: 'others' })]).to.deep.equal([1, 2, 3]);
      expect([await count(), await count({ schema: 2 }), await count({ name: 'others' })]).to.deep.equal([1, 2, 3]);
    });

    it('computes anew for who wants no kept value, and keeps that', async () => {
      await count();
      expect([await count({ renew: true }), await count(), await count({}, beside)]).to.deep.equal([2, 2, 2]);
    });

    it('counts what it does, by the name of the values', async () => {
      const name = `figures ${ids.next()}`;
      const figures = () => cache.stats().get(name);
      expect(figures()).to.equal(undefined);
      await count({ name });
      await count({ name });
      await count({ name });
      expect(figures()).to.include({ hits: 2, misses: 1, errors: 0, computations: 1 });
      expect(figures()?.computeSeconds).to.be.within(0, 1);
    });
  });
}
