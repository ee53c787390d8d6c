import { UUID_PATTERN } from '#domain/shared/uuid.ts';
import type { Contract, Route, Schema } from './contract.ts';

export const routeName = ({ method, path }: Route): string => `${method} ${path}`;

/** The path of a route with this id in it, and some value for everything else that it names. */
export const pathWith = (path: string, id: string): string =>
  path
    .replace('{id}', id)
    .replace('{rhythm}', 'daily')
    .replace('{alias}', 'IBM')
    .replace('{instrument}', 'BBG000B9XRY4');

/** Whether requests of the route bring a body. */
export const takesBody = ({ operation }: Route): boolean => operation.requestBody !== undefined;

/** Whether the route is for admins who signed in: no personal access token is enough. */
export const isForAdmins = ({ operation }: Route): boolean =>
  ((operation.security ?? []) as { bearer?: string[] }[]).some(({ bearer }) => bearer?.includes('login'));

const isId = ({ pattern, items, anyOf = [] }: Schema): boolean =>
  pattern === UUID_PATTERN || anyOf.some(isId) || (items !== undefined && isId(items));

/** `query account_id`, `body account_id`, `path id`, `query cursor`: every place of a request that can name something. */
export function placesOf(contract: Contract, route: Route): readonly string[] {
  const parameters = (route.operation.parameters ?? [])
    .filter(({ name, schema }) => name === 'cursor' || isId(schema))
    .map(({ in: place, name }) => `${place} ${name}`);
  const fields = Object.entries(contract.fieldsOf(route)).filter(([, schema]) => isId(schema));
  return [...parameters, ...fields.map(([name]) => `body ${name}`)];
}
