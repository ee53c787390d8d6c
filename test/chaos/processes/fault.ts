// Preloaded into a Blotter by --import: on SIGUSR2 the fault named by CHAOS_FAULT happens in it.
import { subscribe } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

const boom = (): Error => new Error('a planted fault');

const faults: Readonly<Record<string, () => void>> = {
  timer: () => void setTimeout(fail, 1),
  immediate: () => void setImmediate(fail),
  microtask: () => queueMicrotask(fail),
  rejection: () => void Promise.reject(boom()),
  'rejection with a text': () => void Promise.reject('a planted fault'),
  'rejection with nothing': () => void Promise.reject(),
  emitter: () => void new EventEmitter().emit('error', boom()),
  stream: () => void Readable.from(['a']).destroy(boom()),
  'listener of a response': () =>
    subscribe('http.server.request.start', (message) => {
      (message as { response: ServerResponse }).response.once('close', fail);
    }),
};

process.on('SIGUSR2', () => faults[process.env['CHAOS_FAULT'] ?? '']?.());

function fail(): never {
  throw boom();
}
