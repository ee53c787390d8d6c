import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseText } from '#domain/shared/text.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import { newJob } from '../jobs/new-job.ts';
import { storedAnswer } from '../ledger/stored-answer.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { ImportFiles } from '../ports/import-files.ts';
import type { Outcome, Repeatable } from '../ports/repeatable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, Refusal } from '../refusal.ts';
import { correctionsOf } from './corrections.ts';
import type { Import } from './import.ts';

/** Whole files that nothing has become of. */
const MOST_OPEN = 20;
const LONGEST_NAME = 255;

export type FileDraft = {
  /** What was found wrong before, told with the rest. */
  readonly faults?: readonly Violation[];
  readonly fileName?: string | null | undefined;
  readonly accountId?: string | null | undefined;
  /** As `parseMapping` takes it. */
  readonly corrections: Readonly<Record<string, unknown>>;
};

export type StartImportParts = {
  readonly unitOfWork: UnitOfWork;
  readonly files: ImportFiles;
  readonly accounts: AccountQueries;
  readonly ids: IdGenerator;
  readonly clock: Clock;
};

/** Takes a file in, which a job reads then. Nothing of it is in the ledger before it is committed. */
export class StartImport {
  readonly #parts: StartImportParts;

  constructor(parts: StartImportParts) {
    this.#parts = parts;
  }

  /**
   * @param bytes are read when everything else was found to be right.
   * @param repeatable its fingerprint is asked for when the bytes were read; what is stored is the id of the import.
   * @throws {InvalidFields}; @throws {Refusal} NOT_FOUND for an account that is not there, TOO_MANY_IMPORTS, UNREADABLE_FILE for an empty one.
   */
  async execute(
    actor: Actor,
    draft: FileDraft,
    bytes: AsyncIterable<Uint8Array>,
    repeatable: Repeatable<Import> | null,
  ): Promise<Outcome<Import>> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const file = await this.#add(actor, draft);
    try {
      const size = await this.#parts.files.write(actor.userId, file.id, bytes);
      if (size === 0) throw new Refusal('UNREADABLE_FILE', 'The file is empty.', { facts: { reason: 'EMPTY_FILE' } });
      return await this.#hand(file, size, repeatable);
    } catch (error) {
      await this.#parts.unitOfWork.run(({ imports }) => imports.delete(file));
      throw error;
    }
  }

  async #add({ userId }: Actor, draft: FileDraft): Promise<Import> {
    const { unitOfWork, ids, clock } = this.#parts;
    const { fileName, accountId, corrections } = this.#read(draft);
    if (accountId !== null && (await this.#parts.accounts.find(userId, accountId)) === null) throw notFound('account');
    const now = clock.now();
    const file: Import = {
      userId,
      id: ids.next(),
      state: 'uploading',
      fileName,
      size: 0,
      accountId,
      corrections,
      inspection: null,
      counts: null,
      newAccounts: [],
      jobId: null,
      jobIsOver: false,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await unitOfWork.run(async ({ imports }) => {
      if ((await imports.countOpen(userId)) >= MOST_OPEN)
        throw new Refusal('TOO_MANY_IMPORTS', `${MOST_OPEN} imports are open: commit or delete one of them first.`);
      await imports.add(file);
    });
    return file;
  }

  #read(draft: FileDraft) {
    const reader = new DraftReader<'accountId' | 'fileName'>(draft.faults);
    const accountId = reader.read('accountId', draft.accountId, parseUuid);
    const fileName = reader.read('fileName', draft.fileName, (text) => parseText(text, { min: 1, max: LONGEST_NAME }));
    const corrections = correctionsOf(draft.corrections, {}, null, reader);
    if (reader.hasViolations()) throw reader.invalidFields();
    return { accountId, fileName, corrections };
  }

  async #hand(file: Import, size: number, repeatable: Repeatable<Import> | null): Promise<Outcome<Import>> {
    const { unitOfWork, ids, clock } = this.#parts;
    const job = newJob(ids.next(), { task: 'read-import', payload: { importId: file.id } }, { userId: file.userId });
    const reading: Import = { ...file, state: 'reading', size, jobId: job.id, version: file.version + 1 };
    return unitOfWork.run(async ({ imports, jobs, answers }) => {
      const claim = repeatable && storedAnswer(file.userId, repeatable, reading, clock.now());
      const answeredBefore = claim && (await answers.claim(claim));
      if (answeredBefore !== null) {
        await imports.delete(file);
        return { answeredBefore };
      }
      await imports.save(reading);
      await jobs.add(job);
      return { done: reading };
    });
  }
}
