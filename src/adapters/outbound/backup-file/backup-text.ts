import { Buffer } from 'node:buffer';
import { z } from 'zod';
import type { BackupHead, BackupPart } from '#application/ports/backup-files.ts';
import type { TableShape } from '#application/ports/database-copies.ts';
import type { TableSum } from '#application/ports/row-digests.ts';

/**
 * What is compressed: text as psql takes it, so that the rows can be had without Blotter too.
 *
 *     -- {"format":"blotter backup","formatVersion":1,"blotter":"0.1.0","takenAt":…,"migrations":[…],"tables":[…],"sequences":[…]}
 *     COPY "users" ("id", "email", …) FROM stdin;
 *     …one line a row
 *     \.
 *     -- {"rows":3,"sha256":"…"}
 *
 * and so on, a COPY and a sum for each table in the order of the head.
 */
const FORMAT = 'blotter backup';
const FORMAT_VERSION = 1;
const COMMENT = '-- ';
/** COPY writes a backslash of the data as two, so no row is this line. */
export const END_OF_ROWS = '\\.\n';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const tableLine = ({ name, columns }: TableShape): string =>
  `COPY ${quoted(name)} (${columns.map(quoted).join(', ')}) FROM stdin;`;

export async function* textOf(parts: AsyncIterable<BackupPart>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) {
    if (part instanceof Uint8Array) yield part;
    else if ('head' in part) yield comment({ format: FORMAT, formatVersion: FORMAT_VERSION, ...part.head });
    else if ('table' in part) yield Buffer.from(`${tableLine(part.table)}\n`);
    else yield Buffer.concat([Buffer.from(END_OF_ROWS), comment(part.sum)]);
  }
}

const comment = (value: object): Buffer => Buffer.from(`${COMMENT}${JSON.stringify(value)}\n`);

const names = z.array(z.string());
const anyHead = z.object({ format: z.literal(FORMAT), formatVersion: z.int(), blotter: z.string() });
const ownHead = z.object({
  blotter: z.string(),
  takenAt: z.string(),
  migrations: names,
  tables: z.array(z.object({ name: z.string(), columns: names })),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
});
const tableSum = z.object({ rows: z.int(), sha256: z.string() });

/** @returns null when it is the first line of something else. @throws {Error} when a newer Blotter wrote it. */
export function parseHead(line: string): BackupHead | null {
  const value = parseComment(line);
  const any = anyHead.safeParse(value);
  if (!any.success) return null;
  const { formatVersion, blotter } = any.data;
  if (formatVersion !== FORMAT_VERSION)
    throw new Error(`This backup was made by a newer Blotter (${blotter}), in a form that this version cannot read.`);
  return ownHead.safeParse(value).data ?? null;
}

/** @returns null when it is something else. */
export const parseSum = (line: string): TableSum | null => tableSum.safeParse(parseComment(line)).data ?? null;

function parseComment(line: string): unknown {
  if (!line.startsWith(COMMENT)) return undefined;
  try {
    return JSON.parse(line.slice(COMMENT.length));
  } catch {
    return undefined;
  }
}
