import { expect } from 'chai';
import fc from 'fast-check';
import type { Encoding } from '#application/imports/reading/encoding.ts';
import { type FileProblem, UnreadableFile } from '#application/imports/reading/file-problem.ts';
import { FileText } from '#application/imports/reading/file-text.ts';
import { TextDecoding } from '#application/imports/reading/text-decoding.ts';
import { bytesOf, inChunks } from '#test/application/imports/chunks.ts';

type Read = { readonly text: string; readonly encoding: Encoding };

async function read(bytes: Uint8Array, encoding: Encoding | null = null, size = 65_536): Promise<Read> {
  const file = new FileText(inChunks(bytes, size), encoding);
  let text = '';
  for await (const piece of file.read()) text += piece;
  return { text, encoding: file.encoding };
}

async function problemOf(bytes: Uint8Array, encoding: Encoding | null = null): Promise<FileProblem> {
  try {
    await read(bytes, encoding);
  } catch (error) {
    if (error instanceof UnreadableFile) return error.problem;
    throw error;
  }
  throw new Error('The file was read.');
}

const utf16 = (text: string, bigEndian: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('The text of a file', () => {
  const table = 'Datum;Köp;€\n2025-01-14;Sälj;1\n';

  it('is UTF-8 with a mark, which belongs to no cell, and without', async () => {
    expect(await read(bytesOf(table))).to.deep.equal({ text: table, encoding: 'utf-8' });
    expect(await read(bytesOf(`\uFEFF${table}`))).to.deep.equal({ text: table, encoding: 'utf-8' });
  });

  for (const [encoding, bigEndian] of [
    ['utf-16le', false],
    ['utf-16be', true],
  ] as const) {
    it(`is ${encoding} by its mark, or by its zero bytes`, async () => {
      expect(await read(utf16(`\uFEFF${table}`, bigEndian))).to.deep.equal({ text: table, encoding });
      expect(await read(utf16(table, bigEndian), null, 7)).to.deep.equal({ text: table, encoding });
    });
  }

  it('is Windows-1252 as a whole when it is no UTF-8, also when that shows late', async () => {
    const long = 'a;b\n'.repeat(50_000);
    const bytes = Buffer.concat([bytesOf(long), latin('K\xf6p;\x80\n')]);
    expect(await read(bytes, null, 1_000)).to.deep.equal({ text: `${long}Köp;€\n`, encoding: 'windows-1252' });
  });

  it('is refused when it is UTF-8 and then no more, and the line is named', async () => {
    const bytes = Buffer.concat([bytesOf(`Köp\n${'x;y\n'.repeat(40_000)}`), latin('K\xf6p\n')]);
    const problem = await problemOf(bytes);
    expect(problem).to.include({ code: 'MIXED_ENCODING', line: 40_002 });
    expect(await problemOf(Buffer.concat([bytesOf('\uFEFFa\n'), latin('K\xf6p\n')]))).to.include({ line: 2 });
  });

  it('is read as the user says', async () => {
    expect((await read(bytesOf('é'), 'windows-1252')).text).to.equal('Ã©');
    expect(await problemOf(latin('a\nK\xf6p'), 'utf-8')).to.include({ code: 'WRONG_ENCODING', line: 2 });
  });

  it('holds no NUL character', async () => {
    expect(await problemOf(bytesOf('a;b\nc\0d\n'))).to.include({ code: 'NUL_CHARACTER', line: 2 });
  });

  for (const [what, bytes, code, said] of [
    ['a ZIP archive', [0x50, 0x4b, 3, 4, 0, 0], 'COMPRESSED_FILE', 'ZIP'],
    ['a gzip archive', [0x1f, 0x8b, 8, 0], 'COMPRESSED_FILE', 'gzip'],
    ['a PNG picture', [0x89, 0x50, 0x4e, 0x47, 0x0d], 'NOT_A_TABLE', 'PNG'],
    ['a JPEG picture', [0xff, 0xd8, 0xff, 0xe0], 'NOT_A_TABLE', 'JPEG'],
    ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d], 'NOT_A_TABLE', 'PDF'],
  ] as const) {
    it(`is not ${what}, which is called by its name`, async () => {
      const problem = await problemOf(Uint8Array.from(bytes));
      expect(problem.code).to.equal(code);
      expect(problem.detail).to.contain(said);
    });
  }

  it('is not empty, nor blank', async () => {
    for (const text of ['', ' \r\n\n', '\uFEFF']) expect((await problemOf(bytesOf(text))).code).to.equal('EMPTY_FILE');
  });

  it('is what was encoded, wherever its bytes are parted', () => {
    const text = fc
      .array(fc.constantFrom('a', ';', '\n', 'é', '\u07FF', '€', '\uFFFD', '😀'), { maxLength: 40 })
      .map((all) => `a${all.join('')}`);
    const pieces = fc.array(fc.nat(12), { maxLength: 12 });
    fc.assert(
      fc.property(
        text,
        pieces,
        fc.constantFrom<Encoding | null>(null, 'utf-8', 'utf-16le', 'utf-16be'),
        (said, cuts, encoding) => {
          const bytes = encoding?.startsWith('utf-16') ? utf16(said, encoding === 'utf-16be') : bytesOf(said);
          const decoding = new TextDecoding(encoding);
          let got = '';
          let at = 0;
          for (const cut of cuts) {
            got += decoding.push(bytes.slice(at, at + cut));
            at += cut;
          }
          got += decoding.push(bytes.slice(at)) + decoding.end();
          expect(got).to.equal(said);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('is Windows-1252 for any bytes that are not UTF-8 from the first strange one on, wherever they are parted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: 20 }), fc.nat(20), (all, cut) => {
        const bytes = Uint8Array.from([0x61, 0xf6, 0x61, ...all]);
        const decoding = new TextDecoding(null);
        const got = decoding.push(bytes.slice(0, cut)) + decoding.push(bytes.slice(cut)) + decoding.end();
        expect(got).to.equal(new TextDecoder('windows-1252').decode(bytes));
      }),
      { numRuns: 200 },
    );
  });
});
