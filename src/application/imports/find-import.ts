import { type Actor, assertWholeLedger } from '../identity/actor.ts';
import type { ImportQueries, ImportRow, ImportRowsRequest } from '../ports/import-queries.ts';
import type { Page } from '../ports/page.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Import, stateOf } from './import.ts';

/** One's own imports, and what their rows say. */
export class FindImport {
  readonly #imports: ImportQueries;
  readonly #unitOfWork: UnitOfWork;

  constructor(imports: ImportQueries, unitOfWork: UnitOfWork) {
    this.#imports = imports;
    this.#unitOfWork = unitOfWork;
  }

  list(actor: Actor, page: { limit: number; after: string | null }): Promise<Page<Import>> {
    assertWholeLedger(actor);
    return this.#imports.list(actor.userId, page);
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async execute(actor: Actor, id: string): Promise<Import> {
    assertWholeLedger(actor);
    const found = await this.#imports.find(actor.userId, id);
    if (found === null) throw notFound('import');
    return found;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async rows(actor: Actor, id: string, request: ImportRowsRequest): Promise<Page<ImportRow>> {
    await this.execute(actor, id);
    return this.#imports.rows(actor.userId, id, request);
  }

  /**
   * The import that somebody has just brought. Of a file that nobody can read nothing is kept.
   * @throws {Refusal} UNREADABLE_FILE
   */
  async brought(actor: Actor, id: string): Promise<Import> {
    const file = await this.execute(actor, id);
    const problem = file.inspection?.problem;
    if (stateOf(file) !== 'failed' || !problem) return file;
    await this.#unitOfWork.run(({ imports }) => imports.delete(file));
    const { code: reason, detail, line } = problem;
    throw new Refusal('UNREADABLE_FILE', detail, { facts: { reason, ...(line === null ? {} : { line }) } });
  }
}
