/** Over within the hour that the links of mails live, jitter included. */
export const MAIL_TRIES = { mostAttempts: 8, backoff: { first: 1_000, factor: 4, longest: 1_200_000 } } as const;
