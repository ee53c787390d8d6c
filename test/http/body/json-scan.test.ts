import { expect } from 'chai';
import { array, assert, constantFrom, letrec, oneof, property, tuple, uint8Array } from 'fast-check';
import { scanJson } from '#adapters/inbound/http/body/json-scan.ts';

type Value = { readonly text: string; readonly repeats: boolean };

/** JSON texts of objects whose keys come from a few, so that many have the same ones, in the same order, and some have one twice. */
const { value } = letrec<{ value: Value; object: Value; list: Value }>((tie) => ({
  value: oneof(
    { maxDepth: 4, withCrossShrink: true },
    constantFrom('"a"', '"\\u0061"', '12', 'null').map((text) => ({ text, repeats: false })),
    tie('object'),
    tie('list'),
  ),
  object: array(tuple(constantFrom('a', 'b', 'ab', 'é', '\\u0061', 'c'), tie('value')), { maxLength: 4 }).map(
    (entries) => {
      const keys = entries.map(([key]) => JSON.parse(`"${key}"`) as string);
      return {
        text: `{${entries.map(([key, { text }]) => `"${key}" : ${text}`).join(',')}}`,
        repeats: new Set(keys).size < keys.length || entries.some(([, { repeats }]) => repeats),
      };
    },
  ),
  list: array(tie('value'), { maxLength: 4 }).map((values) => ({
    text: `[${values.map(({ text }) => text).join(', ')}]`,
    repeats: values.some(({ repeats }) => repeats),
  })),
}));

const faultOf = (text: string): string | null => scanJson(Buffer.from(text)).fault;

describe('The walk over a JSON text', () => {
  it('finds a key that an object has twice, however like the objects before it are', () => {
    assert(
      property(value, ({ text, repeats }) => {
        expect(faultOf(text)?.includes(' twice') ?? false).to.equal(repeats);
      }),
      { numRuns: 2_000 },
    );
  });

  for (const [what, text, fault] of [
    ['of an object that begins as the one before', '[{"a":1,"b":2},{"a":1,"b":2,"a":3}]', 'has the key "a" twice'],
    ['that is written in another way', '[{"a":1,"b":2},{"a":1,"\\u0061":2}]', 'has the key "a" twice'],
    ['of an object that has fewer keys', '[{"a":1,"b":2},{"a":1,"a":2}]', 'has the key "a" twice'],
    ['of the object around', '[{"a":{"a":1}},{"a":{"a":1},"a":1}]', 'has the key "a" twice'],
  ] as const)
    it(`finds a second key ${what}`, () => expect(faultOf(text)).to.equal(fault));

  it('tells keys apart of which one begins with the other', () => {
    expect(faultOf('[{"a":1,"ab":2},{"ab":1,"a":2},{"a":1,"abc":2},{"a":3}]')).to.equal(null);
  });

  it('counts all keys, those that are like others too', () => {
    const rows = Array.from({ length: 16_001 }, () => '{"a":1,"b":2}');
    expect(faultOf(`[${rows.slice(1).join(',')}]`)).to.equal(null);
    expect(faultOf(`[${rows.join(',')}]`)).to.equal('has more than 32000 keys');
  });

  it('never throws, whatever the bytes are', () => {
    assert(property(uint8Array({ maxLength: 60 }), (bytes) => void scanJson(Buffer.from(bytes))));
    const signs = array(constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '-', '1', '.', 'e', 'a', 'u'), {
      maxLength: 40,
    });
    assert(
      property(signs, (all) => void scanJson(Buffer.from(all.join('')))),
      { numRuns: 5_000 },
    );
  });
});
