import { ContainerModule } from 'inversify';
import { ThreadedImportWork } from '#adapters/outbound/threads/threaded-import-work.ts';
import { InvalidatingImportWork } from '#application/caching/invalidating-import-work.ts';
import { ChangeImport } from '#application/imports/change-import.ts';
import { FindImport } from '#application/imports/find-import.ts';
import { StartImport } from '#application/imports/start-import.ts';
import type { ImportDeed } from '../threads/messages.ts';
import { Opened, Port, Work } from './tokens.ts';

export const imports = new ContainerModule(({ bind }) => {
  bind(StartImport).toResolvedValue(
    (unitOfWork, files, accounts, ids, clock) => new StartImport({ unitOfWork, files, accounts, ids, clock }),
    [Port.unitOfWork, Port.importFiles, Port.accounts, Port.ids, Port.clock],
  );
  bind(ChangeImport).toResolvedValue(
    (unitOfWork, accounts, ids, clock) => new ChangeImport(unitOfWork, accounts, ids, clock),
    [Port.unitOfWork, Port.accounts, Port.ids, Port.clock],
  );
  bind(FindImport).toResolvedValue(
    (queries, unitOfWork) => new FindImport(queries, unitOfWork),
    [Port.imports, Port.unitOfWork],
  );
  for (const [token, deed] of [
    [Work.readImport, 'read'],
    [Work.commitImport, 'commit'],
    [Work.undoImport, 'undo'],
  ] as const satisfies readonly (readonly [unknown, ImportDeed])[])
    bind(token).toResolvedValue(
      (threads, cache) =>
        new InvalidatingImportWork(
          new ThreadedImportWork(({ run, importId }, options) =>
            threads.imports.runLong('import', [deed, run, importId], options),
          ),
          cache,
        ),
      [Opened.threads, Opened.cache],
    );
});
