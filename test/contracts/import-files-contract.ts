import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { Import } from '#application/imports/import.ts';
import { inChunks } from '#test/application/imports/chunks.ts';
import { refusalCodeOf, refusalOf } from '#test/application/refusals.ts';
import { bring, kept, moved } from './brought.ts';
import { ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const MIB = 2 ** 20;

/** What every ImportFiles does. */
export function importFilesContract(adapter: string, open: OpenStore): void {
  describe(`The files of imports (${adapter})`, () => {
    let store: Store;
    let ada: Settler;
    let file: Import;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
      file = await bring(store, ada);
    });

    const write = (bytes: AsyncIterable<Uint8Array>) => store.importFiles.write(file.userId, file.id, bytes);
    const read = async (userId = file.userId, id = file.id): Promise<Buffer> =>
      Buffer.concat(await Array.fromAsync(store.importFiles.read(userId, id)));

    for (const [what, size, piece] of [
      ['no bytes', 0, 1],
      ['one byte', 1, 1],
      ['small pieces', 10_000, 7],
      ['large pieces', 2 * MIB, MIB + 1],
      ['pieces of half a mebibyte', 2 * MIB, MIB / 2],
    ] as const)
      it(`give back ${what} as they came, as often as they are asked`, async () => {
        const bytes = randomBytes(size);
        expect(await write(inChunks(bytes, piece))).to.equal(size);
        for (let times = 0; times < 2; times += 1) expect((await read()).equals(bytes)).to.equal(true);
      });

    it('keep whatever a byte can be', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      await write(inChunks(bytes));
      expect([...(await read())]).to.deep.equal([...bytes]);
    });

    it('give nothing of somebody else, of another file, nor of none', async () => {
      const bea = await settle(store);
      const other = await bring(store, ada);
      await write(inChunks('mine'));
      for (const [userId, id] of [
        [bea.user.id, file.id],
        [ada.user.id, other.id],
        [ada.user.id, ids.next()],
      ] as const)
        expect(await read(userId, id)).to.have.length(0);
    });

    it('end with the very error of bytes that break off', async () => {
      const broken = new Error('The line was cut.');
      async function* breakingOff(): AsyncGenerator<Uint8Array> {
        yield randomBytes(MIB);
        throw broken;
      }
      expect(await write(breakingOff()).catch((error: unknown) => error)).to.equal(broken);
    });

    it('take nothing for an import that is not on its way', async () => {
      const bea = await settle(store);
      const there = [file.userId, (await moved(store, file, 'reading')).id] as const;
      for (const [userId, id] of [there, [bea.user.id, file.id], [ada.user.id, ids.next()]] as const) {
        const writing = store.importFiles.write(userId, id, inChunks('late'));
        expect(await refusalCodeOf(writing)).to.equal('NOT_FOUND');
      }
      expect(await read()).to.have.length(0);
    });

    it('end as there is no such import when that goes while they come', async () => {
      async function* going(): AsyncGenerator<Uint8Array> {
        yield randomBytes(MIB);
        await store.unitOfWork.run(({ imports }) => imports.delete(file));
        yield randomBytes(MIB);
      }
      const { code, message } = await refusalOf(write(going()));
      expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such import.']);
      expect(await read()).to.have.length(0);
    });

    it('are a sign of life with each piece', async () => {
      const seen: (Date | undefined)[] = [];
      async function* coming(): AsyncGenerator<Uint8Array> {
        for (let count = 0; count < 2; count += 1) {
          seen.push((await kept(store, file))?.updatedAt);
          yield randomBytes(MIB);
        }
      }
      await write(coming());
      expect(seen[0]).to.deep.equal(file.updatedAt);
      expect(Number(seen[1])).to.be.above(Date.now() - 60_000);
    });

    it('are gone with their import', async () => {
      await write(inChunks('mine'));
      await store.unitOfWork.run(({ imports }) => imports.delete(file));
      expect(await read()).to.have.length(0);
    });
  });
}
