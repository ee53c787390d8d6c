import { z } from 'zod';
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
import { accessToken, address, credentials, passwordReset, registration, verification } from './auth-schema.ts';

const TOKEN = 'lUq7TyWGQYDXBi6Qf2a3v5R8m0n1o2p3q4r5s6t7u8w';
/** The same for every address. */
const ACCEPTED = json('Noted: a mail goes out if the address is one that can have it.', z.null());

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
  '/auth/forgot-password': {
    post: {
      operationId: 'forgotPassword',
      summary: 'Ask for a link to choose a new password',
      tags: ['auth'],
      security: ANYONE,
      requestBody: jsonBody(address, { email: 'ada@example.com' }),
      responses: { 202: ACCEPTED, ...refusals(400, 403, 413, 415, 422) },
    },
  },
  '/auth/reset-password': {
    post: {
      operationId: 'resetPassword',
      summary: 'Choose a new password with the link of a mail',
      description: 'Once, within an hour. Ends every session and token of the user, and signs nobody in.',
      tags: ['auth'],
      security: ANYONE,
      requestBody: jsonBody(passwordReset, { token: TOKEN, password: 'another horse battery' }),
      responses: { 204: { description: 'The password is another one.' }, ...refusals(400, 403, 413, 415, 422) },
    },
  },
  '/auth/request-verify-token': {
    post: {
      operationId: 'requestVerifyToken',
      summary: 'Ask for a link to confirm an address',
      tags: ['auth'],
      security: ANYONE,
      requestBody: jsonBody(address, { email: 'ada@example.com' }),
      responses: { 202: ACCEPTED, ...refusals(400, 403, 413, 415, 422) },
    },
  },
  '/auth/verify': {
    post: {
      operationId: 'verify',
      summary: 'Confirm an address with the link of a mail',
      description: 'Once, within an hour.',
      tags: ['auth'],
      security: ANYONE,
      requestBody: jsonBody(verification, { token: TOKEN }),
      responses: { 200: json('The user.', user), ...refusals(400, 403, 413, 415, 422) },
    },
  },
};
