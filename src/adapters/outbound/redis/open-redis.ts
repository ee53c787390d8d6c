import { createClient } from 'redis';

/**
 * A client that fails fast and mends itself: a command is refused at once while Redis is away (no offline queue), a hung Redis is noticed by
 * the socket's timeout, and the client reconnects after that too, which its default strategy does not.
 */
export const openRedis = (url: string, onError: (error: Error) => void) =>
  createClient({
    url,
    disableOfflineQueue: true,
    // Who asks is patient for a time of their own; that of each command costs as much as the command.
    commandOptions: { timeout: 0 },
    pingInterval: 300,
    socket: {
      socketTimeout: 1_000,
      connectTimeout: 500,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, 2_000),
    },
  }).on('error', onError);

export type Redis = ReturnType<typeof openRedis>;
