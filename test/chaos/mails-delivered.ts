import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '#test/support/repository.ts';
import { startSmtpServer, type TestSmtpServer } from '#test/support/smtp-server.ts';
import { smtpServerCertificate } from '#test/support/smtp-server-certificate.ts';
import { Blotter } from './stage/blotter.ts';
import { register } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import { Redis } from './stage/redis.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { lasting, until } from './stage/wait.ts';

const run = promisify(execFile);

type House = {
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly smtp: TestSmtpServer;
  start(): Promise<Blotter>;
};

/** R23: mails through a server that refuses, stalls and hangs up, from processes that are killed: none is lost, and in quiet times none is doubled. */
export async function mailsDelivered(
  stage: Stage,
  { people, kills }: { people: number; kills: number },
): Promise<void> {
  const house = await openHouse(stage);
  await inQuietTimes(stage, house, people);
  await whileKilled(stage, house, kills);
  await throughFaults(stage, house);
  await stoppedMeanwhile(stage, house);
  await poison(stage, house);
}

async function openHouse(stage: Stage): Promise<House> {
  const postgres = await Postgres.external(stage);
  const smtp = await startSmtpServer();
  stage.atEnd(() => smtp.stop());
  const certificate = join(await tempFolder(stage), 'certificate.pem');
  await writeFile(certificate, smtpServerCertificate);
  const redis = await Redis.start(stage);
  const settings = { SMTP_URL: smtp.url, NODE_EXTRA_CA_CERTS: certificate, REDIS_URL: redis.url };
  const url = await postgres.url();
  const start = async (): Promise<Blotter> => {
    const blotter = await Blotter.beside(stage, url, settings);
    await blotter.ready();
    return blotter;
  };
  return { url, settings, smtp, start };
}

/** Two processes share the jobs. */
async function inQuietTimes({ card }: Stage, { url, smtp, start }: House, people: number): Promise<void> {
  const [first, second] = [await start(), await start()];
  const written: string[] = [];
  for (let count = 0; count < people; count += 1)
    written.push((await register((count % 2 === 0 ? first : second).url)).email);
  await emptied(url);
  card.none(
    'people who did not get just one mail in quiet times',
    written.filter((email) => mailsTo(smtp, email).length !== 1),
  );
  await Promise.all([first.kill(), second.kill()]);
}

async function whileKilled({ card, random }: Stage, { url, smtp, start }: House, kills: number): Promise<void> {
  const written: string[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const blotter = await start();
    const killed = lasting(random.between(20, 400)).then(() => blotter.kill());
    try {
      while (blotter.isRunning) written.push((await register(blotter.url)).email);
    } catch {
      // The kill came between a request and its answer: nobody was promised anything.
    }
    await killed;
  }
  const last = await start();
  await emptied(url);
  const doubled = written.filter((email) => mailsTo(smtp, email).length > 1);
  card.note('people who registered while it was killed', written.length);
  card.none(
    'people who were promised a mail and got none',
    written.filter((email) => mailsTo(smtp, email).length === 0),
  );
  card.atMost('mails that came twice after a kill', doubled.length, kills * 4);
  card.none(
    'repetitions that a receiver cannot tell',
    doubled.filter((email) => new Set(mailsTo(smtp, email).map(({ messageId }) => messageId)).size > 1),
  );
  await last.kill();
}

async function throughFaults({ card }: Stage, { url, smtp, start }: House): Promise<void> {
  const blotter = await start();
  for (const fault of ['defer the recipient', 'defer the content', 'drop after the content'] as const) {
    smtp.behave(fault);
    const { email } = await register(blotter.url);
    await until(`a try that meets "${fault}"`, async () =>
      blotter.log.some(({ msg }) => String(msg).includes('is tried again')),
    );
    smtp.behave('take');
    await emptied(url);
    const ids = new Set(mailsTo(smtp, email).map(({ messageId }) => messageId));
    card.exactly(`mails through "${fault}", repetitions apart`, ids.size, 1);
  }
  await blotter.kill();
}

/** A server that has read a mail and says nothing holds up no stop, and no mail. */
async function stoppedMeanwhile({ card }: Stage, { url, smtp, start }: House): Promise<void> {
  const blotter = await start();
  smtp.behave('stall after the content');
  const { email } = await register(blotter.url);
  await until('the mail is being handed over', async () => smtp.open() > 0);
  await lasting(300);
  const asked = performance.now();
  blotter.signal('SIGTERM');
  const { code, at } = await blotter.exited;
  card.exactly('exit of a process whose mail server stalls', code ?? 'killed', 0);
  card.atMost('time that it takes to stop', (at - asked) / 1_000, 9.5, 's');
  smtp.behave('take');
  const next = await start();
  await emptied(url);
  card.exactly('mails of it that the next process sent', mailsTo(smtp, email).length, 1);
  await next.kill();
}

async function poison({ card }: Stage, { url, settings, smtp, start }: House): Promise<void> {
  const blotter = await start();
  smtp.behave('refuse the recipient');
  const { email } = await register(blotter.url);
  await using database = await session(url);
  const failed = async () =>
    (await database.query<{ tries: number }>(`SELECT attempts AS tries FROM jobs WHERE state = 'failed'`)).rows[0];
  await until('the mail is given up', async () => (await failed()) !== undefined, { patience: 60_000 });
  card.exactly('tries before it is given up', (await failed())?.tries ?? 0, 8);
  const told = () => blotter.log.filter(({ msg }) => String(msg).includes('for the last time')).length;
  await until('the log says so', () => told() > 0);
  card.exactly('lines in the log that say so', told(), 1);
  const shown = await command(url, settings, 'failed');
  card.exactly('the operator is shown it', String(shown.includes(email) && shown.includes('8 tries')), 'true');
  smtp.behave('take');
  await command(url, settings, 'retry');
  await emptied(url);
  card.exactly('mails after the operator tried it again', mailsTo(smtp, email).length, 1);
}

async function command(url: string, settings: Readonly<Record<string, string>>, name: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url, ...settings };
  const args = [join(repository, 'src/infrastructure/cli.ts'), 'jobs', name];
  return (await run(process.execPath, args, { env })).stdout;
}

const mailsTo = ({ mails }: TestSmtpServer, email: string) =>
  mails.filter(({ envelope }) => envelope.to.includes(email));

async function emptied(url: string): Promise<void> {
  await using database = await session(url);
  const empty = async (): Promise<boolean> =>
    (await database.query(`SELECT FROM jobs WHERE queue = 'mail' AND state IN ('waiting', 'running')`)).rows.length ===
    0;
  await until('every mail is sent', empty, { patience: 60_000 });
}
