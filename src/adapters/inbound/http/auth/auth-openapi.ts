import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  ANYONE,
  formOrJsonBody,
  json,
  jsonBody,
  location,
  NOTHING,
  refusals,
  setCookie,
} from '../documents/openapi-parts.ts';
import { user } from '../users/user-view.ts';
import { accessToken, credentials, registration } from './auth-schema.ts';

const SIGN_IN = { username: 'ada@example.com', password: 'correct horse battery' };

export const authPaths: ZodOpenApiPathsObject = {
  '/auth/register': {
    post: {
      operationId: 'register',
      summary: 'Register',
      tags: ['auth'],
      security: ANYONE,
      requestBody: jsonBody(registration, {
        email: 'ada@example.com',
        password: 'correct horse battery',
        username: 'Ada',
      }),
      responses: {
        201: json('The new user.', user, { headers: location }),
        ...refusals(400, 403, 409, 413, 415, 422),
      },
    },
  },
  '/auth/cookie/login': {
    post: {
      operationId: 'cookieLogin',
      summary: 'Sign in a browser',
      tags: ['auth'],
      security: ANYONE,
      requestBody: formOrJsonBody(credentials, SIGN_IN),
      responses: {
        204: { description: 'Signed in.', headers: setCookie },
        ...refusals(400, 401, 403, 413, 415, 422),
      },
    },
  },
  '/auth/cookie/logout': {
    post: {
      operationId: 'cookieLogout',
      summary: 'Sign out a browser',
      tags: ['auth'],
      security: [{ cookie: [] }],
      responses: { 204: { description: 'Signed out.', headers: setCookie }, ...refusals(401, 403) },
    },
  },
  '/auth/bearer/login': {
    post: {
      operationId: 'bearerLogin',
      summary: 'Get a bearer token',
      tags: ['auth'],
      security: ANYONE,
      requestBody: formOrJsonBody(credentials, SIGN_IN),
      responses: { 200: json('The token.', accessToken), ...refusals(400, 401, 403, 413, 415, 422) },
    },
  },
  '/auth/bearer/logout': {
    post: {
      operationId: 'bearerLogout',
      summary: 'End a bearer token',
      tags: ['auth'],
      security: [{ bearer: [] }],
      responses: { ...NOTHING, ...refusals(401, 403) },
    },
  },
};
