import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import type { SignedIn } from '#application/identity/actor.ts';
import type { ChangeImport } from '#application/imports/change-import.ts';
import type { FindImport } from '#application/imports/find-import.ts';
import type { Import } from '#application/imports/import.ts';
import type { StartImport } from '#application/imports/start-import.ts';
import type { FollowJob } from '#application/jobs/follow-job.ts';
import type { JobRow } from '#application/ports/job-queries.ts';
import { sendJson, sendNothing } from '../answers.ts';
import type { Produce } from '../caching/cached.ts';
import type { Cursors } from '../cursor.ts';
import { idOf } from '../path-id.ts';
import { nextOf, readListQuery } from '../query.ts';
import { type Created, repeatable, repeatableUpload, sendCreated } from '../repeatable-request.ts';
import { actorOf } from '../who-asks.ts';
import { errorsFile } from './errors-file.ts';
import { readCorrection, readFileDraft, readRowsQuery } from './import-schema.ts';
import { importRowView, importView } from './import-view.ts';
import { readUpload } from './upload.ts';

export type ImportUseCases = {
  readonly start: StartImport;
  readonly find: FindImport;
  readonly change: ChangeImport;
  readonly follow: FollowJob;
};

const ERRORS_AT_ONCE = 500;

export class ImportController {
  readonly #imports: ImportUseCases;
  readonly #cursors: Cursors;
  readonly #patience: number;

  /** @param patience how many milliseconds an answer waits for the reading of its file. */
  constructor(imports: ImportUseCases, cursors: Cursors, patience: number) {
    this.#imports = imports;
    this.#cursors = cursors;
    this.#patience = patience;
  }

  readonly list: Produce = async (req, res) => {
    const actor = actorOf(res);
    const { limit, cursor } = readListQuery(req);
    const scope = { userId: actor.userId, list: 'imports' };
    const [after = null] = this.#cursors.read(scope, cursor);
    const page = await this.#imports.find.list(actor, { limit, after });
    const next = nextOf(page, ({ id }) => this.#cursors.write(scope, [id]));
    return { body: JSON.stringify(page.rows.map(importView)), next };
  };

  readonly create: RequestHandler = async (req, res) => {
    const actor = actorOf(res);
    const upload = await readUpload(req);
    const { fileName, fields } = upload;
    const draft = readFileDraft(req, upload);
    const { bytes, repeatable } = repeatableUpload<Import>(req, [fileName, fields], upload.bytes, ({ id }) => id);
    const outcome = await this.#imports.start.execute(actor, draft, bytes, repeatable);
    if ('done' in outcome) await this.#settled(actor, outcome.done);
    else res.setHeader('Idempotency-Replayed', 'true');
    const file = await this.#imports.find.brought(actor, 'done' in outcome ? outcome.done.id : outcome.answeredBefore);
    res.setHeader('Location', `/api/v1/imports/${file.id}`);
    sendJson(res, 201, bodyOf(file));
  };

  readonly read: Produce = async (req, res) => ({
    body: bodyOf(await this.#imports.find.execute(actorOf(res), idOf(req, 'import'))),
  });

  readonly correct: RequestHandler = async (req, res) => {
    const [actor, id] = [actorOf(res), idOf(req, 'import')];
    await this.#settled(actor, await this.#imports.change.correct(actor, id, readCorrection(req.body)));
    sendJson(res, 200, bodyOf(await this.#imports.find.execute(actor, id)));
  };

  readonly rows: Produce = async (req, res) => {
    const [actor, id] = [actorOf(res), idOf(req, 'import')];
    const { state, limit, cursor } = readRowsQuery(req);
    const scope = { userId: actor.userId, list: JSON.stringify(['import rows', id, state]) };
    const [after = '0'] = this.#cursors.read(scope, cursor);
    const file = await this.#imports.find.execute(actor, id);
    const page = await this.#imports.find.rows(actor, id, { state, limit, after: Number(after) });
    const next = nextOf(page, ({ number }) => this.#cursors.write(scope, [String(number)]));
    return { body: JSON.stringify(page.rows.map((row) => importRowView(row, file))), next };
  };

  readonly errors: RequestHandler = async (req, res) => {
    const [actor, id] = [actorOf(res), idOf(req, 'import')];
    const file = await this.#imports.find.execute(actor, id);
    res.setHeader('Content-Type', 'text/csv; charset=utf-8; header=present');
    res.setHeader('Content-Disposition', `attachment; filename="errors-${id}.csv"`);
    const lines = errorsFile(file, (state, after) =>
      this.#imports.find.rows(actor, id, { state, after, limit: ERRORS_AT_ONCE }),
    );
    await pipeline(lines, res);
  };

  readonly commit: RequestHandler = async (req, res) => {
    const id = idOf(req, 'import');
    const outcome = await this.#imports.change.commit(actorOf(res), id, repeatable(req, accepted));
    sendCreated(res, outcome, accepted, 202);
  };

  readonly undo: RequestHandler = async (req, res) => {
    const id = idOf(req, 'import');
    const outcome = await this.#imports.change.undo(actorOf(res), id, repeatable(req, accepted));
    sendCreated(res, outcome, accepted, 202);
  };

  readonly delete: RequestHandler = async (req, res) => {
    await this.#imports.change.delete(actorOf(res), idOf(req, 'import'));
    sendNothing(res);
  };

  /** Waits until it is read, but not for ever. */
  async #settled(actor: SignedIn, { jobId }: Import): Promise<void> {
    if (jobId === null) return;
    const stop = AbortSignal.timeout(this.#patience);
    for await (const _sight of this.#imports.follow.execute(actor, jobId, undefined, stop));
  }
}

const bodyOf = (file: Import): string => JSON.stringify(importView(file));

const accepted = (job: JobRow): Created => ({ location: `/api/v1/jobs/${job.id}`, body: JSON.stringify(job) });
