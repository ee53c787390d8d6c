import { type FileHandle, open, readFile, rename, stat } from 'node:fs/promises';

const largest = 5 * 1024 * 1024;

/**
 * Opens the log of the server for appending (600). A file and never a pipe, because the server outlives us. Above 5 MB the old
 * one is moved to `….1` first; call it only while no server writes to it.
 */
export async function openLogFile(file: string): Promise<FileHandle> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largest) {
    await rename(file, `${file}.1`);
  }
  return await open(file, 'a', 0o600);
}

/** What was written since `start` (bytes), at most the last 2,000 bytes of it. */
export async function readSince(file: string, start: number): Promise<string> {
  const text = await readFile(file);
  return text
    .subarray(Math.max(start, text.length - 2_000))
    .toString()
    .trim();
}
