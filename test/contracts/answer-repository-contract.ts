import { expect } from 'chai';
import type { StoredAnswer } from '#application/ports/answer-repository.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { NOW } from '#test/domain/builders.ts';
import { anAnswer, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const DAY = 86_400_000;

/** What every AnswerRepository does. */
export function answerRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The answer repository (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const claim = (answer: StoredAnswer) => store.unitOfWork.run(({ answers }) => answers.claim(answer));

    it('refuses a key that was used for another request', async () => {
      await claim(anAnswer(ada.user, 'key', { request: 'one' }));
      const other = anAnswer(ada.user, 'key', { request: 'two' });
      expect(await refusalCodeOf(claim(other))).to.equal('IDEMPOTENCY_MISMATCH');
    });

    it('gives the first answer again, byte for byte', async () => {
      const answer = '{ "name" : "ünï ☃ \\u0000",\n\t"a": "1.50" }  ';
      expect(await claim(anAnswer(ada.user, 'key', { answer }))).to.equal(null);
      for (const _ of [1, 2]) expect(await claim(anAnswer(ada.user, 'key', { answer: 'other' }))).to.equal(answer);
    });

    it('knows a key for each user', async () => {
      const bea = await settle(store);
      await claim(anAnswer(ada.user, 'key'));
      expect(await claim(anAnswer(bea.user, 'key'))).to.equal(null);
    });

    it('lets a key go after 24 hours, and not a millisecond before', async () => {
      const at = (milliseconds: number, answer: string) =>
        anAnswer(ada.user, 'key', { at: new Date(NOW.getTime() + milliseconds), answer });
      await claim(at(0, 'first'));
      expect(await claim(at(DAY - 1, 'early'))).to.equal('first');
      expect(await claim(at(DAY, 'second'))).to.equal(null);
      expect(await claim(at(DAY + 1, 'third'))).to.equal('second');
    });

    it('lets a key go when the work that claimed it fails', async () => {
      const failing = store.unitOfWork.run(async ({ answers }) => {
        await answers.claim(anAnswer(ada.user, 'key', { request: 'one' }));
        throw new Error('given up');
      });
      await failing.catch(() => {});
      expect(await claim(anAnswer(ada.user, 'key', { request: 'two' }))).to.equal(null);
    });

    it('gives a key to one of many that claim it at once, and the others its answer', async () => {
      const answers = Array.from({ length: 20 }, (_, index) =>
        anAnswer(ada.user, 'key', { answer: `answer ${index}` }),
      );
      const said = await Promise.all(answers.map(claim));
      const winners = answers.filter((_, index) => said[index] === null);
      expect(winners).to.have.length(1);
      expect(new Set(said)).to.deep.equal(new Set([null, winners[0]?.answer]));
    });
  });
}
