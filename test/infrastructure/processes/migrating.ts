// Migrates a database as the start of Blotter does, and says what it applied.
import { migrate } from '#infrastructure/migrations.ts';

const [, , url = '', directory = ''] = process.argv;
process.stdout.write(`${JSON.stringify({ applied: await migrate(url, { directory }) })}\n`);
