import { openToolbox } from '#test/support/toolbox/toolbox.ts';
import { differences } from './compare.ts';
import { journals } from './journals.ts';

/*
 * `npm run test:oracle [-- COUNT [SEED]]`: compares lots, gains and cash with beancount on so many random journals (1,000 by default), in both views of
 * fees. Exits with 1 when any differ.
 */
const [count = '1000', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
Object.assign(process.env, await openToolbox());
const operations = journals(Number(count), Number(seed));
const found = await differences(operations);
for (const difference of found) console.log(difference);
console.log(`${count} journals of ${operations.length} operations, seed ${seed}: ${found.length} differences`);
process.exitCode = found.length > 0 ? 1 : 0;
