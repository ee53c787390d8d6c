import { auditLedger } from './stage/audit.ts';
import { Blotter } from './stage/blotter.ts';
import { Crew } from './stage/crew.ts';
import { largest, tally } from './stage/figures.ts';
import { aPair, bothBelieve } from './stage/pair.ts';
import { session } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import { Reflection } from './stage/reflection.ts';
import type { Stage } from './stage/stage.ts';
import { lasting } from './stage/wait.ts';

const READS = ['/api/v1/operations?limit=50', '/api/v1/accounts'];

/** As long as a question may take on a busy machine, and shorter than any of the faults. */
const AT_ONCE_MILLISECONDS = 100;

export type KilledOneSize = { readonly kills: number; readonly freezes: number; readonly writers: number };

/**
 * R1 with two processes: the one at which everything is written is killed -9, or stands still for a while, at any moment: also between a commit
 * and telling the other of it. That one shows what is in the database all the same.
 */
export async function killedBesideAnother(stage: Stage, { kills, freezes, writers }: KilledOneSize): Promise<void> {
  const { card, random } = stage;
  const pair = await aPair(stage);
  const { postgres, redis, database } = pair;
  const url = await postgres.url();
  let [victim] = pair.blotters;
  const [{ port }, survivor] = pair.blotters;
  const crew = await Crew.hire(stage, victim.url, writers);
  const reflections: Reflection[] = [];
  const readers: Readers[] = [];
  for (const client of crew.clients) {
    const own = await session(url);
    stage.atEnd(() => own[Symbol.asyncDispose]());
    const there = client.at(survivor.url);
    stage.atEnd(() => there.close());
    reflections.push(new Reflection(there, own));
    readers.push(new Readers(there, READS, 5));
  }
  crew.start();
  await crew.progress(writers * 3);
  for (let freeze = 0; freeze < freezes; freeze += 1) {
    await crew.progress(random.between(1, writers));
    victim.signal('SIGSTOP');
    await lasting(random.between(100, 250));
    victim.signal('SIGCONT');
  }
  const whileStill = lagsOf(reflections);
  const recoveries: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await crew.progress(writers * 3);
    await lasting(random.between(0, 300));
    await victim.kill();
    victim = await Blotter.beside(stage, url, { REDIS_URL: redis.url, LOG_LEVEL: 'warn', PORT: String(port) });
    await victim.ready();
    recoveries.push(await bothBelieve({ blotters: [victim, survivor], database }));
  }
  await crew.progress(writers * 3);
  await Promise.all([crew.finish(), ...reflections.map((reflection) => reflection.finish())]);
  const readings = (await Promise.all(readers.map((loops) => loops.finish()))).flat();

  card.note('kills', kills);
  card.note('times that it stood still', freezes);
  card.note('writes', tally(crew.attempts.map(({ status }) => status)));
  card.none('lost, doubled or unexplained', await auditLedger(url, crew.writers));
  card.none(
    'GETs at the other one that failed',
    readings.filter(({ status }) => status !== 200),
  );
  card.note('times that the other one was compared with the database', sum(reflections.map(({ looks }) => looks)));
  const complaints = reflections.flatMap((reflection) => reflection.complaints);
  card.note('that it did not show yet what stood there', [complaints.length, ...complaints.slice(0, 1)].join(' · '));
  card.atMost('until it did, when the first stood still', largest(whileStill), AT_ONCE_MILLISECONDS, 'ms');
  card.atMost('until it did, when the first was killed', largest(lagsOf(reflections)), AT_ONCE_MILLISECONDS, 'ms');
  card.atMost('both believe their cache again after it is ready', largest(recoveries), 5_000, 'ms');
  card.exactly('the other one', survivor.isRunning ? 'lives' : 'ended', 'lives');
}

const lagsOf = (reflections: readonly Reflection[]): number[] =>
  reflections.flatMap((reflection) => reflection.takeLags());
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
