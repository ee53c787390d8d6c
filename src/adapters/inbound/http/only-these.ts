import type { RequestHandler } from 'express';
import { HttpProblem } from './errors/http-problem.ts';

/** The last handler of a route: any other method is 405, and OPTIONS tells which there are. */
export const onlyThese: RequestHandler = (req, res) => {
  const methods = req.route.stack
    .map(({ method }: { method?: string }) => method?.toUpperCase())
    .filter((method: string | undefined) => method !== undefined);
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
  if (req.method !== 'OPTIONS')
    throw new HttpProblem(405, 'METHOD_NOT_ALLOWED', `This address understands ${allow}.`, { Allow: allow });
  res.setHeader('Allow', allow);
  res.statusCode = 204;
  res.end();
};
