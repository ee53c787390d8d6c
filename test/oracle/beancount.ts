import { execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { FeeView } from '#domain/ledger/lot.ts';
import { toolPath } from '#test/support/toolbox/tool-path.ts';
import type { OracleOperation } from './journals.ts';

/** What beancount makes of them, numbers as decimal text. Accounts have an A in front. */
export type Judgement = {
  readonly lots: readonly { account: string; figi: string; price: string; quantity: string }[];
  readonly gains: readonly { op: string; gain: string }[];
  readonly realised: readonly { account: string; figi: string; gain: string }[];
  readonly cash: readonly { account: string; amount: string }[];
};

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The Python that has beancount is the one that its own programs name. */
async function python(): Promise<string> {
  const [line = ''] = (await readFile(toolPath('bean-check'), 'utf8')).split('\n', 1);
  return line.replace('#!', '').trim();
}

/** Asks beancount, which keeps lots by a book-keeping of its own. */
export async function judge(operations: readonly OracleOperation[], fees: FeeView): Promise<Judgement> {
  const folder = await mkdtemp(join(tmpdir(), 'oracle-'));
  try {
    const [program, journal] = [await python(), join(folder, 'random.beancount')];
    const view = fees === 'separate' ? 'separate' : 'capitalise';
    const writer = spawn(program, [script('ops2bean.py'), '--fees', view], { stdio: ['pipe', 'pipe', 'inherit'] });
    await Promise.all([
      pipeline(Readable.from([JSON.stringify(operations)]), writer.stdin),
      pipeline(writer.stdout, createWriteStream(journal)),
    ]);
    const { stdout } = await promisify(execFile)(program, [script('bean_lots.py'), journal], { maxBuffer: 2 ** 30 });
    return JSON.parse(stdout) as Judgement;
  } finally {
    await rm(folder, { recursive: true });
  }
}
