// Opens the data folder as a Blotter server does, and writes rows when told to, naming each that the database acknowledged.
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { claimDataFolder } from '#infrastructure/embedded-postgres/claim-data-folder.ts';
import { openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';

const dataDir = process.argv[2] ?? '';
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
const log = { info: () => {}, warn: () => {} };

const postgres = await openEmbeddedPostgres({ dataDir, log });
try {
  const release = await claimDataFolder({ url: postgres.url, dataDir });
  say({ ready: true, url: postgres.url, adopted: postgres.adopted, uid: process.getuid?.() });
  for await (const word of createInterface(process.stdin)) {
    if (word === 'write') void write();
    if (word === 'stop') break;
  }
  await release();
} catch (error) {
  say({ refused: (error as Error).message });
}
await postgres.stop();
process.exit();

async function write(): Promise<void> {
  const client = new Client({ connectionString: postgres.url });
  client.on('error', () => {});
  await client.connect();
  await client.query('DROP TABLE IF EXISTS promises; CREATE TABLE promises (id integer PRIMARY KEY)');
  try {
    for (let id = 1; ; id += 1) {
      await client.query('INSERT INTO promises VALUES ($1)', [id]);
      say({ written: id });
    }
  } catch {
    say({ lost: true });
  }
}
