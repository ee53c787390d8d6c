import type { Config } from './config.ts';
import type { WebSettings } from './container/tokens.ts';
import { secretFromDataFolder } from './data-folder.ts';
import { version } from './version.ts';

/** The secret that signs: configured, or of the data folder. */
export const serverSecret = async ({ sessionSecret, dataDir }: Config): Promise<string> =>
  sessionSecret ?? (await secretFromDataFolder(dataDir, 'session-secret'));

/** Whether people reach this Blotter by HTTPS. */
export const isHttps = ({ publicUrl }: Pick<Config, 'publicUrl'>): boolean => publicUrl?.protocol === 'https:';

/** In milliseconds. Most files are read sooner; who brings a large one asks again. */
const IMPORT_PATIENCE = 10_000;

type Visible = Pick<Config, 'publicUrl' | 'port' | 'trustProxy' | 'corsOrigins' | 'registration'>;

export const webSettings = (
  { publicUrl, port, trustProxy, corsOrigins, registration }: Visible,
  secret: string,
  importPatience = IMPORT_PATIENCE,
): WebSettings => ({
  publicOrigin: publicUrl?.origin ?? null,
  mailedOrigin: publicUrl?.origin ?? `http://localhost:${port}`,
  https: isHttps({ publicUrl }),
  trustProxy,
  corsOrigins,
  discreet: registration === 'discreet',
  secret,
  importPatience,
  version,
});
