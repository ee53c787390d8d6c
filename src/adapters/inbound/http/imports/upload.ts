import { PassThrough } from 'node:stream';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import type { Request } from 'express';
import { HttpProblem } from '../errors/http-problem.ts';
import { mayComeSlowly } from '../receiving.ts';

const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** What is sent as it is. What kind of file it is the file says itself. */
export const FILE_TYPES = [
  'text/csv',
  'application/json',
  'application/x-ndjson',
  'text/plain',
  'text/tab-separated-values',
  'application/octet-stream',
];
const FORM = 'multipart/form-data';

export type Upload = {
  readonly fileName: string | null;
  /** The fields that came before the file. */
  readonly fields: Readonly<Record<string, string>>;
  /** At most 200 MiB. @throws {HttpProblem} 413 beyond, 400 when it breaks off. */
  readonly bytes: AsyncIterable<Uint8Array>;
};

/** The file of a request: a form's, or the body as it is. It is read as it comes. */
export async function readUpload(req: Request): Promise<Upload> {
  const [type = ''] = (req.headers['content-type'] ?? '').toLowerCase().split(';');
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', 'A compressed file is not taken: send it as it is.');
  if (Number(req.headers['content-length'] ?? 0) > MAX_FILE_BYTES + FORM_ROOM) throw tooLarge();
  if (type.trim() === FORM) return formUpload(req);
  if (!FILE_TYPES.includes(type.trim()))
    throw new HttpProblem(415, 'UNSUPPORTED_MEDIA_TYPE', `Send the file as ${FORM}, ${FILE_TYPES.join(', ')}.`);
  mayComeSlowly(req);
  return { fileName: null, fields: {}, bytes: bounded(req) };
}

/** For the headers and the fields of a form. */
const FORM_ROOM = 64 * 1024;

const LIMITS = { files: 1, fields: 20, fieldSize: 16 * 1024, fileSize: MAX_FILE_BYTES + 1, headerSize: 8 * 1024 };

function formUpload(req: Request): Promise<Upload> {
  mayComeSlowly(req);
  const form = openForm(req);
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = Object.create(null);
    // Who iterates it hears of its error; until somebody does nobody has to.
    const through = new PassThrough().on('error', () => {});
    let found = false;
    const refuse = (problem: Error): void => {
      req.unpipe(form);
      through.destroy(problem);
      reject(problem);
    };
    form.on('field', (name, value) => {
      if (found) refuse(malformed('Fields of the form come before its file.'));
      else fields[name] = value;
    });
    form.on('file', (_name, file: BusboyFileStream, fileName) => {
      found = true;
      file.on('error', (error) => through.destroy(error));
      file.pipe(through);
      resolve({ fileName: fileName || null, fields, bytes: bounded(through) });
    });
    form.on('filesLimit', () => refuse(malformed('A form has one file.')));
    form.on('error', () => refuse(malformed('The form cannot be read.')));
    form.on('finish', () => {
      if (!found) refuse(malformed('The form has no file.'));
    });
    req.on('aborted', () => refuse(malformed('The upload broke off.')));
    req.pipe(form);
  });
}

function openForm(req: Request): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: { ...req.headers, 'content-type': req.headers['content-type'] ?? '' },
      limits: LIMITS,
    });
  } catch {
    throw malformed('The form does not say what parts it.');
  }
}

async function* bounded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const piece of bytes) {
      size += piece.length;
      if (size > MAX_FILE_BYTES) throw tooLarge();
      yield piece;
    }
  } catch (error) {
    throw error instanceof HttpProblem ? error : malformed('The upload broke off.');
  }
}

const tooLarge = (): HttpProblem => new HttpProblem(413, 'BODY_TOO_LARGE', 'A file may have 200 MiB.');
const malformed = (detail: string): HttpProblem => new HttpProblem(400, 'MALFORMED', detail);
