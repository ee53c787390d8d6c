// Says the secret of a data folder.
import { secretFromDataFolder } from '#infrastructure/data-folder.ts';

const [, , dataDir = '', name = ''] = process.argv;
process.stdout.write(`${JSON.stringify({ secret: await secretFromDataFolder(dataDir, name) })}\n`);
