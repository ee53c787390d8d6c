import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decoded } from '../decoded.ts';

/** An answer as nginx keeps it in a file of its cache: a head of nginx's own with the key, then what came from the origin. */
export interface KeptAnswer {
  /** The address that it is an answer to. */
  readonly key: string;
  readonly head: string;
  /** Before any coding. */
  readonly content: Buffer;
}

const mark = '\nKEY: ';
const endOfHead = '\r\n\r\n';

/** Every answer in this folder of a cache, the variants of one address as well. */
export async function keptIn(folder: string): Promise<readonly KeptAnswer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return await Promise.all(files.map(async (file) => keptAnswer(await readFile(file))));
}

function keptAnswer(bytes: Buffer): KeptAnswer {
  const keyAt = bytes.indexOf(mark) + mark.length;
  const headAt = bytes.indexOf('\n', keyAt) + 1;
  const headEnd = bytes.indexOf(endOfHead, headAt);
  const head = bytes.toString('latin1', headAt, headEnd);
  const coding = /^content-encoding: *(\S+)/im.exec(head)?.[1];
  return {
    key: bytes.toString('latin1', keyAt, headAt - 1),
    head,
    content: decoded(bytes.subarray(headEnd + endOfHead.length), coding),
  };
}
