import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { parseSender } from '#adapters/outbound/mail/sender.ts';
import { partsOfSmtpUrl } from '#adapters/outbound/mail/smtp-options.ts';

/** What one environment variable means. `.env.example` and the README's table are made from this (see config-docs.ts). */
export type Variable = {
  readonly schema: z.ZodType;
  readonly purpose: string;
  /** Shown as the default; absent where the variable has none. */
  readonly fallback?: string;
  /** A secret may also come from the file named by `<NAME>_FILE`. */
  readonly secret?: true;
};

/** Whether what reads the text takes it. */
const succeeds =
  (read: (text: string) => unknown) =>
  (text: string): boolean => {
    try {
      read(text);
      return true;
    } catch {
      return false;
    }
  };

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** What Express's `trust proxy` takes as an address: a hop count, or everybody, would let anybody say where they come from. */
function isProxy(text: string): boolean {
  if (NAMED_RANGES.includes(text)) return true;
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return most > 0 && more.length === 0 && (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most));
}

const port = z.coerce.number().int().min(0).max(65_535);
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

export const variables = {
  PORT: { schema: port.default(3000), fallback: '3000', purpose: 'TCP port of the HTTP server; 0 takes any free one.' },
  HOST: {
    schema: z.string().min(1).default('127.0.0.1'),
    fallback: '127.0.0.1',
    purpose: 'Address to listen on; 0.0.0.0 for all.',
  },
  PUBLIC_URL: {
    schema: url('http:', 'https:').optional(),
    purpose:
      'The address people type, without a path; the links of mails begin with it. https:// makes the session cookie Secure with the __Host- prefix. Default: http://localhost:PORT.',
  },
  TRUST_PROXY: {
    schema: z
      .string()
      .refine((text) => listOf(text).every(isProxy), {
        message: 'must be addresses or ranges such as 10.0.0.0/8, with commas between them',
      })
      .optional(),
    purpose:
      'Reverse proxies whose X-Forwarded-* headers are believed: comma-separated addresses or CIDR ranges, or "loopback". Default: none.',
  },
  DATA_DIR: {
    schema: z.string().min(1).default('.data'),
    fallback: '.data',
    purpose: 'Folder of the embedded PostgreSQL, of generated secrets, and of mails where there is no SMTP_URL.',
  },
  DATABASE_URL: {
    schema: url('postgres:', 'postgresql:').optional(),
    secret: true,
    purpose: 'PostgreSQL 18 to use. Default: Blotter starts its own in DATA_DIR.',
  },
  DATABASE_POOL_SIZE: {
    schema: count(2, 200).default(8),
    fallback: '8',
    purpose: 'PostgreSQL connections for lists and other reads of many rows, per process.',
  },
  REDIS_URL: {
    schema: url('redis:', 'rediss:').optional(),
    secret: true,
    purpose:
      'Redis 7 or newer, which lets any number of processes share cache, sessions and rate limits. Default: memory, for one process: a second one on the same database is refused.',
  },
  MONGO_URL: {
    schema: url('mongodb:', 'mongodb+srv:').optional(),
    secret: true,
    purpose:
      'MongoDB 6 or newer, a replica set, that shares out background jobs among workers; what the jobs are stays in PostgreSQL. Default: PostgreSQL shares them out too.',
  },
  WORKER: {
    schema: z.enum(['on', 'off']).default('on'),
    fallback: 'on',
    purpose:
      'on: the API process works on background jobs too while no npm run worker runs on its database. off: it leaves them to workers.',
  },
  SESSION_SECRET: {
    schema: z.string().min(32, 'must have at least 32 characters').optional(),
    secret: true,
    purpose:
      'Signs session cookies and page cursors; at least 32 characters, the same on every process. Required with DATABASE_URL; the embedded default generates it into DATA_DIR.',
  },
  SMTP_URL: {
    schema: z
      .string()
      .refine(succeeds(partsOfSmtpUrl), { message: 'must be like smtp://user:password@host:587' })
      .optional(),
    secret: true,
    purpose:
      'Server for mail, such as smtp://user:password@mail.example.com:587. A password is sent under TLS only. Default: mails are written as files into DATA_DIR/mail.',
  },
  MAIL_FROM: {
    schema: z
      .string()
      .refine(succeeds(parseSender), { message: 'must be an address, or a name with one in <>' })
      .default('Blotter <blotter@localhost>'),
    fallback: 'Blotter <blotter@localhost>',
    purpose: 'Sender of mails.',
  },
  REGISTRATION: {
    schema: z.enum(['open', 'discreet']).default('open'),
    fallback: 'open',
    purpose:
      'discreet: registering does not tell whether an address is taken, its owner gets a mail; and nobody signs in before their address is confirmed.',
  },
  RATE_LIMITS: {
    schema: z.enum(['on', 'off']).default('on'),
    fallback: 'on',
    purpose: 'off where something in front of Blotter limits how often people may try.',
  },
  CORS_ORIGINS: {
    schema: z
      .string()
      .refine((text) => listOf(text).every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
        message: 'must be origins such as https://desk.example.com, with commas between them',
      })
      .optional(),
    purpose:
      'Other origins whose pages may use the API, by bearer token: comma-separated, such as https://desk.example.com. Default: none.',
  },
  METRICS_PORT: {
    schema: port.optional(),
    purpose: 'Serve /metrics without sign-in on this port too. Default: only to admins, on PORT.',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
    fallback: 'info',
    purpose: 'fatal, error, warn, info, debug or silent.',
  },
} as const satisfies Record<string, Variable>;

type Name = keyof typeof variables;
type Values = { [N in Name]: z.output<(typeof variables)[N]['schema']> };

export type Config = {
  readonly host: string;
  readonly port: number;
  /** Undefined: nobody said, so it is a loopback address of the port. */
  readonly publicUrl: URL | undefined;
  readonly trustProxy: readonly string[];
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  readonly redisUrl: string | undefined;
  readonly mongoUrl: string | undefined;
  /** Whether a process that answers requests may work on jobs too. */
  readonly worksToo: boolean;
  /** Absent only in the embedded default, where the data folder holds it. */
  readonly sessionSecret: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly registration: Values['REGISTRATION'];
  readonly rateLimits: boolean;
  readonly corsOrigins: readonly string[];
  readonly metricsPort: number | undefined;
  readonly logLevel: Values['LOG_LEVEL'];
};

/** Every problem of the environment at once, each with the variable's purpose. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Blotter cannot start with this configuration:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/**
 * Reads the configuration once. An empty variable counts as absent.
 * @param serves whether this process answers requests: only then are sessions signed.
 * @throws {ConfigError} naming every problem.
 */
export function loadConfig({ serves }: { serves: boolean }, environment: NodeJS.ProcessEnv = withDotEnv()): Config {
  const problems: string[] = [];
  const values = Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, read(name, variable, environment, problems)]),
  ) as Values;
  const lacksSecret = values.SESSION_SECRET === undefined && !mentions(problems, 'SESSION_SECRET');
  if (serves && values.DATABASE_URL !== undefined && lacksSecret)
    problems.push(`SESSION_SECRET is required with DATABASE_URL. ${variables.SESSION_SECRET.purpose}`);
  if (values.PUBLIC_URL !== undefined && new URL(values.PUBLIC_URL).pathname !== '/')
    problems.push(`PUBLIC_URL must have no path. ${variables.PUBLIC_URL.purpose}`);
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL === undefined ? undefined : new URL(values.PUBLIC_URL),
    trustProxy: listOf(values.TRUST_PROXY ?? ''),
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    redisUrl: values.REDIS_URL,
    mongoUrl: values.MONGO_URL,
    worksToo: values.WORKER === 'on',
    sessionSecret: values.SESSION_SECRET,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    registration: values.REGISTRATION,
    rateLimits: values.RATE_LIMITS === 'on',
    corsOrigins: listOf(values.CORS_ORIGINS ?? ''),
    metricsPort: values.METRICS_PORT,
    logLevel: values.LOG_LEVEL,
  };
}

function read(name: string, variable: Variable, environment: NodeJS.ProcessEnv, problems: string[]): unknown {
  try {
    const text = given(name, variable, environment);
    const parsed = variable.schema.safeParse(text);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) problems.push(`${name}: ${issue.message}. ${variable.purpose}`);
  } catch (error) {
    problems.push(`${name}_FILE cannot be read: ${(error as Error).message}. ${variable.purpose}`);
  }
  return undefined;
}

function given(name: string, variable: Variable, environment: NodeJS.ProcessEnv): string | undefined {
  const file = variable.secret ? environment[`${name}_FILE`] : undefined;
  return environment[name] || (file ? readFileSync(file, 'utf8').trim() : undefined);
}

const mentions = (problems: readonly string[], name: string) => problems.some((problem) => problem.startsWith(name));

/** The environment wins over `.env` in the working folder. */
function withDotEnv(): NodeJS.ProcessEnv {
  try {
    process.loadEnvFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return process.env;
}
