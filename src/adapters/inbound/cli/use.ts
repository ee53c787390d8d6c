/** Runs some work with a use case, on a database that is open for as long. */
export type Use<UseCase> = <Result>(work: (useCase: UseCase) => Promise<Result>) => Promise<Result>;
