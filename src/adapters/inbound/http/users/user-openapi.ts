import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  byLogin,
  etag,
  idPath,
  json,
  link,
  NOT_MODIFIED,
  NOTHING,
  needs,
  patchBody,
  refusals,
  setCookie,
} from '../documents/openapi-parts.ts';
import { listQuery } from '../query.ts';
import { exceptQuery } from './session-controller.ts';
import { profileDraft, signedInRow, userDecision } from './user-schema.ts';
import { user } from './user-view.ts';

const mine: ZodOpenApiPathsObject = {
  '/users/me': {
    get: {
      operationId: 'readMe',
      summary: 'Who I am',
      tags: ['users'],
      security: needs('account'),
      responses: { 200: json('The user.', user, { headers: etag }), ...NOT_MODIFIED, ...refusals(401, 403) },
    },
    patch: {
      operationId: 'changeMe',
      summary: 'Change my name, time zone, address or password',
      tags: ['users'],
      security: needs('account'),
      requestBody: patchBody(profileDraft, { username: 'Ada L.', time_zone: 'Europe/London' }),
      responses: {
        200: json('The user. A browser that proved who it is goes on under a new session id.', user, {
          headers: setCookie.partial(),
        }),
        ...refusals(400, 401, 403, 409, 413, 415, 422),
      },
    },
  },
  '/users/me/sessions': {
    get: {
      operationId: 'listMySessions',
      summary: 'Where I am signed in, newest first',
      tags: ['users'],
      security: needs('account'),
      responses: {
        200: json('All of them.', z.array(signedInRow)),
        ...refusals(401, 403),
      },
    },
    delete: {
      operationId: 'endMySessions',
      summary: 'Sign me out everywhere, or everywhere else',
      tags: ['users'],
      security: needs('account'),
      requestParams: { query: exceptQuery },
      responses: { ...NOTHING, ...refusals(400, 401, 403, 422) },
    },
  },
  '/users/me/sessions/{id}': {
    delete: {
      operationId: 'endMySession',
      summary: 'End one session',
      tags: ['users'],
      security: needs('account'),
      requestParams: { path: idPath },
      responses: { ...NOTHING, ...refusals(401, 403, 404) },
    },
  },
};

const admins: ZodOpenApiPathsObject = {
  '/users': {
    get: {
      operationId: 'listUsers',
      summary: 'List users in the order of registration',
      description: 'For admins.',
      tags: ['admin'],
      security: byLogin,
      requestParams: { query: listQuery },
      responses: {
        200: json('A page.', z.array(user), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
  '/users/sessions': {
    delete: {
      operationId: 'endEverybodysSessions',
      summary: 'Sign everybody out, admins too',
      description: 'For admins. Personal access tokens stay.',
      tags: ['admin'],
      security: byLogin,
      responses: { ...NOTHING, ...refusals(401, 403) },
    },
  },
  '/users/{id}': {
    get: {
      operationId: 'readUser',
      summary: 'Read a user',
      description: 'For admins.',
      tags: ['admin'],
      security: byLogin,
      requestParams: { path: idPath },
      responses: { 200: json('The user.', user, { headers: etag }), ...NOT_MODIFIED, ...refusals(401, 403, 404) },
    },
    patch: {
      operationId: 'decideUser',
      summary: 'Give a user another role, disable or enable them',
      description: 'For admins. Nobody changes their own role, and the last admin stays one.',
      tags: ['admin'],
      security: byLogin,
      requestParams: { path: idPath },
      requestBody: patchBody(userDecision, { is_active: true }),
      responses: { 200: json('The user.', user), ...refusals(400, 401, 403, 404, 409, 413, 415, 422) },
    },
    delete: {
      operationId: 'removeUser',
      summary: 'Remove a user with their whole ledger',
      description: 'For admins. There is no way back.',
      tags: ['admin'],
      security: byLogin,
      requestParams: { path: idPath },
      responses: { ...NOTHING, ...refusals(401, 403, 404, 409) },
    },
  },
  '/users/{id}/sessions': {
    delete: {
      operationId: 'endSessionsOfUser',
      summary: 'Sign a user out everywhere',
      description: 'For admins. Personal access tokens stay.',
      tags: ['admin'],
      security: byLogin,
      requestParams: { path: idPath },
      responses: { ...NOTHING, ...refusals(401, 403, 404) },
    },
  },
};

export const userPaths: ZodOpenApiPathsObject = { ...mine, ...admins };
