import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const NINES_20 = '9'.repeat(20);
const NINES_18 = '9'.repeat(18);
const FIELDS = ['quantity', 'price', 'payment', 'fee', 'accrued_interest'] as const;
const UNSIGNED: readonly string[] = ['quantity', 'fee'];

describe('An exact decimal', () => {
  let app: TestApp;
  let ada: Person;
  /** The value as JSON source, as a JavaScript number could not say it. */
  const post = (field: string, source: string) => {
    const others = JSON.stringify(anOperation({ [field]: undefined }));
    return ada.bearer.post('/operations', `${others.slice(0, -1)},"${field}":${source}}`);
  };

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  const KEPT: readonly [source: string, canonical: string][] = [
    ['"1"', '1'],
    ['"1.000000000000000001"', '1.000000000000000001'],
    [`"${NINES_20}.${NINES_18}"`, `${NINES_20}.${NINES_18}`],
    ['"0.000000000000000001"', '0.000000000000000001'],
    ['"+7.50"', '7.5'],
    ['"007"', '7'],
    ['"100"', '100'],
    ['"1.2300000000000000000000"', '1.23'],
    [`"${'0'.repeat(50)}1"`, '1'],
    ['1', '1'],
    ['1.5', '1.5'],
    ['0.1', '0.1'],
    ['1e-7', '0.0000001'],
    ['1E+3', '1000'],
    ['1.5e3', '1500'],
    ['1e19', '10000000000000000000'],
    ['123456789012345', '123456789012345'],
    ['0.123456789012345', '0.123456789012345'],
    ['12345.6789012345', '12345.6789012345'],
    ['123456789012345e-18', '0.000123456789012345'],
    ['1.00000000000000000000000', '1'],
  ];
  const REFUSED: readonly [source: string, code: string][] = [
    ['""', 'INVALID_FORMAT'],
    ['" 1"', 'INVALID_FORMAT'],
    ['"1 "', 'INVALID_FORMAT'],
    ['"1,000"', 'INVALID_FORMAT'],
    ['"1_000"', 'INVALID_FORMAT'],
    ['"1e3"', 'INVALID_FORMAT'],
    ['"1."', 'INVALID_FORMAT'],
    ['".5"', 'INVALID_FORMAT'],
    ['"1.2.3"', 'INVALID_FORMAT'],
    ['"--1"', 'INVALID_FORMAT'],
    ['"0x10"', 'INVALID_FORMAT'],
    ['"NaN"', 'INVALID_FORMAT'],
    ['"Infinity"', 'INVALID_FORMAT'],
    ['"١٢"', 'INVALID_FORMAT'],
    ['"1\\u0000"', 'INVALID_FORMAT'],
    [`"1${NINES_20}"`, 'OUT_OF_RANGE'],
    [`"0.${NINES_18}1"`, 'OUT_OF_RANGE'],
    [`"${'1'.repeat(101)}"`, 'OUT_OF_RANGE'],
    [`"${'9'.repeat(500_000)}"`, 'OUT_OF_RANGE'],
    ['1e20', 'OUT_OF_RANGE'],
    ['1e-19', 'OUT_OF_RANGE'],
    ['true', 'INVALID_TYPE'],
    ['{}', 'INVALID_TYPE'],
    ['["1"]', 'INVALID_TYPE'],
    // More digits than a double keeps.
    ['1234567890123456', 'INVALID_TYPE'],
    ['1.000000000000000001', 'INVALID_TYPE'],
    ['0.1234567890123456', 'INVALID_TYPE'],
    [NINES_20, 'INVALID_TYPE'],
    ['9'.repeat(100_000), 'INVALID_TYPE'],
    // Beyond the largest and the smallest double.
    ['1e400', 'INVALID_TYPE'],
    ['1e-400', 'INVALID_TYPE'],
    [`0.${'0'.repeat(400)}1`, 'INVALID_TYPE'],
  ];

  for (const field of FIELDS) {
    it(`is refused as ${field} by the field alone, and never rounded`, async () => {
      for (const [source, code] of [
        ...REFUSED,
        ...(UNSIGNED.includes(field) ? [['"-1"', 'OUT_OF_RANGE'] as const] : []),
      ]) {
        const { violations } = await post(field, source);
        expect([source.slice(0, 50), violations]).to.deep.equal([source.slice(0, 50), [`/${field} ${code}`]]);
      }
    });

    it(`is kept as ${field} to the last digit, and told in one way`, async () => {
      for (const [source, canonical] of KEPT) {
        const operation = (await post(field, source)).json<OperationBody>();
        expect([source, operation[field]]).to.deep.equal([source, canonical]);
        expect((await ada.bearer.get(`/operations/${operation.id}`)).json()).to.deep.equal(operation);
        await ada.bearer.delete(`/operations/${operation.id}`);
      }
    });
  }

  it('that is negative zero is zero', async () => {
    for (const source of ['"-0"', '"-0.000"', '-0', '-0.0'])
      for (const field of ['fee', 'payment'] as const)
        expect((await post(field, source)).json<OperationBody>()[field]).to.equal('0');
  });

  it('that is lossy as a number is told to come as a string', async () => {
    const [error] = (await post('price', '1.000000000000000001')).problem().errors ?? [];
    expect(error).to.deep.include({ pointer: '/price', code: 'INVALID_TYPE' });
    expect(error?.detail).to.match(/15 significant digits: send this as a string/);
  });

  it('is the same in the list, in the history and after an edit of something else', async () => {
    const price = `${NINES_20}.${NINES_18}`;
    const { id } = (await post('price', `"${price}"`)).json<OperationBody>();
    expect((await ada.bearer.patch(`/operations/${id}`, { note: null })).json<OperationBody>().price).to.equal(price);
    expect((await ada.bearer.get('/operations?limit=1')).json<OperationBody[]>()[0]?.price).to.equal(price);
    const history = (await ada.bearer.get(`/operations/${id}/history`)).text;
    expect(history).to.include(`{"field":"price","old":null,"new":"${price}"}`);
  });
});
