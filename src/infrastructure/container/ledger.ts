import { ContainerModule } from 'inversify';
import { ExportOperations } from '#application/exports/export-operations.ts';
import { ChangeAccount } from '#application/ledger/change-account.ts';
import { ChangeOperation } from '#application/ledger/change-operation.ts';
import { CloseAccount } from '#application/ledger/close-account.ts';
import { DeleteOperation } from '#application/ledger/delete-operation.ts';
import { FindAccount } from '#application/ledger/find-account.ts';
import { FindOperation } from '#application/ledger/find-operation.ts';
import { KeepInstruments } from '#application/ledger/keep-instruments.ts';
import { ListAccounts } from '#application/ledger/list-accounts.ts';
import { ListCash } from '#application/ledger/list-cash.ts';
import { ListOperations } from '#application/ledger/list-operations.ts';
import { ListPositions } from '#application/ledger/list-positions.ts';
import { OpenAccount } from '#application/ledger/open-account.ts';
import { ReadOperationHistory } from '#application/ledger/read-operation-history.ts';
import { RecordBatch } from '#application/ledger/record-batch.ts';
import { RecordOperation } from '#application/ledger/record-operation.ts';
import { ReplaceOperation } from '#application/ledger/replace-operation.ts';
import { Port } from './tokens.ts';

export const ledger = new ContainerModule(({ bind }) => {
  bind(RecordOperation).toResolvedValue(
    (journal, accounts, instruments, ids, clock) => new RecordOperation(journal, accounts, instruments, { ids, clock }),
    [Port.journal, Port.accounts, Port.instruments, Port.ids, Port.clock],
  );
  bind(RecordBatch).toResolvedValue(
    (unitOfWork, accounts, ids, clock) => new RecordBatch(unitOfWork, accounts, ids, clock),
    [Port.unitOfWork, Port.accounts, Port.ids, Port.clock],
  );
  bind(ListOperations).toResolvedValue(
    (operations, accounts, users) => new ListOperations(operations, accounts, users),
    [Port.operations, Port.accounts, Port.users],
  );
  bind(FindOperation).toResolvedValue((operations) => new FindOperation(operations), [Port.operations]);
  bind(ReadOperationHistory).toResolvedValue((operations) => new ReadOperationHistory(operations), [Port.operations]);
  bind(ReplaceOperation).toResolvedValue(
    (unitOfWork, accounts, instruments, clock) => new ReplaceOperation(unitOfWork, accounts, instruments, clock),
    [Port.unitOfWork, Port.accounts, Port.instruments, Port.clock],
  );
  bind(ChangeOperation).toResolvedValue(
    (unitOfWork, instruments, clock) => new ChangeOperation(unitOfWork, instruments, clock),
    [Port.unitOfWork, Port.instruments, Port.clock],
  );
  bind(DeleteOperation).toResolvedValue(
    (unitOfWork, clock) => new DeleteOperation(unitOfWork, clock),
    [Port.unitOfWork, Port.clock],
  );
  bind(OpenAccount).toResolvedValue(
    (unitOfWork, ids, clock) => new OpenAccount(unitOfWork, ids, clock),
    [Port.unitOfWork, Port.ids, Port.clock],
  );
  bind(ListAccounts).toResolvedValue((accounts) => new ListAccounts(accounts), [Port.accounts]);
  bind(FindAccount).toResolvedValue((accounts) => new FindAccount(accounts), [Port.accounts]);
  bind(ChangeAccount).toResolvedValue(
    (unitOfWork, clock) => new ChangeAccount(unitOfWork, clock),
    [Port.unitOfWork, Port.clock],
  );
  bind(ExportOperations).toResolvedValue(
    (operations, accounts, users) => new ExportOperations(operations, accounts, users),
    [Port.operationExport, Port.accounts, Port.users],
  );
  bind(ListPositions).toResolvedValue(
    (positions, accounts, users) => new ListPositions(positions, accounts, users),
    [Port.positions, Port.accounts, Port.users],
  );
  bind(ListCash).toResolvedValue((cash, accounts) => new ListCash(cash, accounts), [Port.cash, Port.accounts]);
  bind(KeepInstruments).toResolvedValue(
    (instruments, unitOfWork, clock) => new KeepInstruments(instruments, unitOfWork, clock),
    [Port.instruments, Port.unitOfWork, Port.clock],
  );
  bind(CloseAccount).toResolvedValue((unitOfWork) => new CloseAccount(unitOfWork), [Port.unitOfWork]);
});
