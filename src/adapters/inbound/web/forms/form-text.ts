import type { Request } from 'express';

/** The text of a field; empty when it is missing or came more than once. */
export function formText(req: Request, name: string): string {
  const value: unknown = (req.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** As `formText`, for the domain: a field that is empty was not filled in. */
export const formValue = (req: Request, name: string): string | undefined => formText(req, name) || undefined;
