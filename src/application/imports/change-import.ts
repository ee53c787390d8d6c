import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import { jobRow, newJob } from '../jobs/new-job.ts';
import type { JobTask } from '../jobs/tasks.ts';
import { storedAnswer } from '../ledger/stored-answer.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { ImportRepository } from '../ports/import-repository.ts';
import type { JobRow } from '../ports/job-queries.ts';
import type { Outcome, Repeatable } from '../ports/repeatable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, notInThatState, Refusal } from '../refusal.ts';
import { correctionsOf } from './corrections.ts';
import { type Import, type ImportState, stateOf } from './import.ts';

export type ImportCorrection = {
  readonly accountId?: string | null | undefined;
  /** As `parseMapping` takes it. */
  readonly corrections: Readonly<Record<string, unknown>>;
};

/** What a file says is asked before it is booked; a type that is not known only refuses its own rows. */
const MUST_BE_ANSWERED: ReadonlySet<string> = new Set(['decimals', 'dateOrder', 'columns', 'currency']);

/** Corrects how a file is read, has it committed or undone, and throws it away. */
export class ChangeImport {
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountQueries;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, accounts: AccountQueries, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** The file is read anew, with the correction. @throws {InvalidFields}; @throws {Refusal} NOT_FOUND, IMPORT_STATE */
  async correct(actor: Actor, id: string, correction: ImportCorrection): Promise<Import> {
    assertMay(actor);
    return this.#unitOfWork.run(async ({ imports, jobs }) => {
      const file = await this.#held(imports, actor, id, ['draft', 'failed'], 'corrected');
      const job = this.#job(actor, { task: 'read-import', payload: { importId: id } });
      const corrected = { ...(await this.#corrected(file, correction)), state: 'reading' as const, jobId: job.id };
      const next = this.#next(corrected);
      await imports.save(next);
      await jobs.add(job);
      return next;
    });
  }

  /** @throws {Refusal} NOT_FOUND, IMPORT_STATE, OPEN_QUESTIONS */
  async commit(actor: Actor, id: string, repeatable: Repeatable<JobRow> | null): Promise<Outcome<JobRow>> {
    const task: JobTask = { task: 'commit-import', payload: { importId: id } };
    return this.#hand(actor, id, task, repeatable, { from: 'draft', to: 'committing', what: 'committed' });
  }

  /** Takes back what the commit has brought. @throws {Refusal} NOT_FOUND, IMPORT_STATE */
  async undo(actor: Actor, id: string, repeatable: Repeatable<JobRow> | null): Promise<Outcome<JobRow>> {
    const task: JobTask = { task: 'undo-import', payload: { importId: id } };
    return this.#hand(actor, id, task, repeatable, { from: 'committed', to: 'undoing', what: 'undone' });
  }

  /** Of what is in the ledger there must be a way back, so a committed one stays. @throws {Refusal} NOT_FOUND, IMPORT_STATE */
  async delete(actor: Actor, id: string): Promise<void> {
    assertMay(actor);
    await this.#unitOfWork.run(async ({ imports, jobs }) => {
      const file = await this.#held(imports, actor, id, ['reading', 'draft', 'failed', 'undone'], 'deleted');
      if (file.jobId !== null) await jobs.cancel({ userId: actor.userId, id: file.jobId });
      await imports.delete(file);
    });
  }

  async #hand(
    actor: Actor,
    id: string,
    task: JobTask,
    repeatable: Repeatable<JobRow> | null,
    { from, to, what }: { from: ImportState; to: ImportState; what: string },
  ): Promise<Outcome<JobRow>> {
    assertMay(actor);
    const now = this.#clock.now();
    const job = this.#job(actor, task);
    const row = jobRow(job, now);
    return this.#unitOfWork.run(async ({ imports, jobs, answers }) => {
      const claim = repeatable && storedAnswer(actor.userId, repeatable, row, now);
      const answeredBefore = claim && (await answers.claim(claim));
      if (answeredBefore !== null) return { answeredBefore };
      const file = await this.#held(imports, actor, id, [from], what);
      if (to === 'committing') assertAnswered(file);
      await imports.save(this.#next({ ...file, state: to, jobId: job.id }));
      await jobs.add(job);
      return { done: row };
    });
  }

  #job({ userId }: Actor, task: JobTask) {
    return newJob(this.#ids.next(), task, { userId, createdAt: this.#clock.now() });
  }

  #next(file: Import): Import {
    return { ...file, version: file.version + 1, updatedAt: this.#clock.now() };
  }

  async #held(
    imports: ImportRepository,
    { userId }: Actor,
    id: string,
    states: readonly ImportState[],
    what: string,
  ): Promise<Import> {
    const file = await imports.find(userId, id);
    // Nobody is shown one that is on its way.
    if (file === null || file.state === 'uploading') throw notFound('import');
    const state = stateOf(file);
    if (!states.includes(state)) throw notInThatState(state, what);
    return file;
  }

  async #corrected(file: Import, { accountId: given, corrections: patch }: ImportCorrection): Promise<Import> {
    const reader = new DraftReader<string>();
    const accountId = given === undefined ? file.accountId : reader.read('accountId', given, parseUuid);
    const corrections = correctionsOf(patch, file.corrections, file.inspection?.mapping ?? null, reader);
    if (reader.hasViolations()) throw reader.invalidFields();
    if (accountId !== null && (await this.#accounts.find(file.userId, accountId)) === null) throw notFound('account');
    return { ...file, accountId, corrections };
  }
}

function assertMay(actor: Actor): void {
  assertMayWrite(actor);
  assertWholeLedger(actor);
}

function assertAnswered({ inspection }: Import): void {
  const [open] = (inspection?.questions ?? []).filter(({ about }) => MUST_BE_ANSWERED.has(about));
  if (open) throw new Refusal('OPEN_QUESTIONS', `A question is open: ${open.detail}`);
}
