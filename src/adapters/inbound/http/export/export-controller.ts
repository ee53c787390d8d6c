import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import type { ExportOperations } from '#application/exports/export-operations.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { ExportFormat } from '#application/ports/operation-export.ts';
import { actorOf } from '../who-asks.ts';
import { readExportQuery } from './export-schema.ts';

const TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

export class ExportController {
  readonly #export: ExportOperations;
  readonly #clock: Clock;

  constructor(exportOperations: ExportOperations, clock: Clock) {
    this.#export = exportOperations;
    this.#clock = clock;
  }

  readonly download: RequestHandler = async (req, res) => {
    const { filter, format, userId } = readExportQuery(req);
    const pieces = await this.#export.execute(actorOf(res), filter, format, userId);
    const day = this.#clock.now().toISOString().slice(0, 10);
    res.setHeader('Content-Type', TYPES[format]);
    res.setHeader('Content-Disposition', `attachment; filename="blotter-${day}.${format}"`);
    try {
      if (req.method === 'HEAD') res.end();
      // What breaks in the middle breaks the connection too: a file that ends too early must not look whole.
      else await pipeline(pieces, res);
    } catch (error) {
      if (!hasLeft(error)) throw error;
    } finally {
      await pieces.return();
    }
  };
}

/** Who asked does not wait for the rest. */
const hasLeft = (error: unknown): boolean => (error as { code?: string }).code === 'ERR_STREAM_PREMATURE_CLOSE';
