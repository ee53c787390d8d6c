import { anOperation } from './builders.ts';
import type { Caller } from './caller.ts';
import type { TestApp } from './start-app.ts';

/** Brings a file of two operations that is read then. @returns the id of the import. */
export async function bringFile(app: TestApp, caller: Caller): Promise<string> {
  const lines = [anOperation(), anOperation()].map((row) => JSON.stringify(row)).join('\n');
  const answer = await caller.send('POST', '/imports', lines, { 'Content-Type': 'application/x-ndjson' });
  await app.workOff();
  return answer.json<{ id: string }>().id;
}
