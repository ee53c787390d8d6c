import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Outcome, runIn } from './planted-repository.ts';
import { repository } from './repository.ts';

const leaving = "it('leaves', () => { process.exit(0); });";

/** Spec files, one fault in each, and what a run over it must end with. */
const faults: Record<string, { text: string; totals: string; says: RegExp }> = {
  'a failing test': {
    text: "it('fails', () => { throw new Error('on purpose'); });",
    totals: '0 passed, 1 failed, 0 skipped',
    says: /fails:\s+Error: on purpose\s+at .*planted\.test\.ts/,
  },
  'a pending test': {
    text: "it('good', () => {}); it('is to be written');",
    totals: '1 passed, 0 failed, 1 skipped',
    says: /is to be written:\s+Error: Pending test forbidden/,
  },
  'a test that skips itself': {
    text: "it('good', () => {}); it('skips', function () { this.skip(); });",
    totals: '1 passed, 0 failed, 1 skipped',
    says: /skips:\s+Error: Pending test forbidden/,
  },
  'a skipped suite': {
    text: "it('good', () => {}); describe.skip('later', () => { it('x', () => {}); });",
    totals: '0 passed, 0 failed, 1 skipped',
    says: /Pending test forbidden/,
  },
  'a focused test': {
    text: "it('good', () => {}); it.only('alone', () => {});",
    totals: '0 passed, 1 failed, 0 skipped',
    says: /`\.only` is not supported in parallel mode/,
  },
  'a file that throws when it is imported': {
    text: "throw new Error('no such luck');",
    totals: '0 passed, 1 failed, 0 skipped',
    says: /planted\.test\.ts[\s\S]*no such luck/,
  },
  'a file that imports what does not exist': {
    text: "import './nowhere.ts'; it('good', () => {});",
    totals: '0 passed, 1 failed, 0 skipped',
    says: /planted\.test\.ts[\s\S]*Cannot find module .*nowhere\.ts/,
  },
  'a file that is no TypeScript': {
    text: 'const a = ;',
    totals: '0 passed, 1 failed, 0 skipped',
    says: /planted\.test\.ts[\s\S]*Expression expected/,
  },
  'a failing hook': {
    text: "before(() => { throw new Error('not ready'); }); it('good', () => {});",
    totals: '0 passed, 1 failed, 0 skipped',
    says: /"before all" hook[\s\S]*not ready/,
  },
  'a rejection that nobody handles': {
    text: "it('good', () => { void Promise.reject(new Error('lost')); });",
    totals: '1 passed, 1 failed, 0 skipped',
    says: /Uncaught Error: lost/,
  },
  'a test that ends its process': {
    text: leaving,
    totals: '0 passed, 1 failed, 0 skipped',
    says: /planted\.test\.ts[\s\S]*terminated Unexpectedly/,
  },
  'an error that JSON cannot carry': {
    text: "it('good', () => {}); it('big', () => { throw Object.assign(new Error('big'), { actual: 1n, expected: 2n }); });",
    totals: '1 passed, 1 failed, 0 skipped',
    says: /-1n\s+\+2n/,
  },
};

describe('A test run', function () {
  this.timeout(30_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planted-'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });
  after(() => rm(folder, { recursive: true }));

  async function runPlanted(text: string, mode = '--parallel'): Promise<Outcome> {
    const file = join(folder, 'planted.test.ts');
    await writeFile(file, text);
    return await runIn(repository, `mocha ${mode} ${file}`);
  }

  it('passes when all tests do', async () => {
    const { code, output } = await runPlanted("it('good', () => {});");
    expect(code, output).to.equal(0);
    expect(lastLine(output)).to.equal('1 passed, 0 failed, 0 skipped');
  });

  for (const [fault, { text, totals, says }] of Object.entries(faults)) {
    it(`fails on ${fault}, and says so`, async () => {
      const { code, output } = await runPlanted(text);
      expect(code, output).not.to.equal(0);
      expect(output).to.match(says);
      expect(lastLine(output)).to.equal(totals);
    });
  }

  it('fails when mocha itself ends early, which it does with exit code 0', async () => {
    const { code, output } = await runPlanted(leaving, '--no-parallel');
    expect(code, output).not.to.equal(0);
    expect(output).to.match(/Mocha ended before all files were done/);
    expect(lastLine(output)).to.equal('0 passed, 1 failed, 0 skipped');
  });
});

function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1)!;
}
