import type { Request } from 'express';
import type { WantedOperations } from '#application/ledger/wanted-operations.ts';
import { EXPORT_FORMATS, type ExportFormat } from '#application/ports/operation-export.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import { operationFilters, readFilter } from '../operations/operation-query.ts';
import { ownerQuery, QueryReader } from '../query.ts';
import { text } from '../shared-schema.ts';

export const exportQuery = ownerQuery.extend(operationFilters.shape).extend({
  format: text({ description: 'csv when left out.', enum: [...EXPORT_FORMATS] }).optional(),
});

export type ExportRequest = {
  readonly filter: WantedOperations;
  readonly format: ExportFormat;
  readonly userId: string | undefined;
};

/** Throws InvalidFields. */
export function readExportQuery(req: Request): ExportRequest {
  const query = new QueryReader(req, exportQuery);
  const request = {
    filter: readFilter(query),
    format: query.read('format', (value) => parseChoice(EXPORT_FORMATS, value)) ?? 'csv',
    userId: query.read('userId', parseUuid),
  };
  query.finish();
  return request;
}
