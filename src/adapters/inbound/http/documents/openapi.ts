import { createDocument } from 'zod-openapi';
import { accountPaths } from '../accounts/account-openapi.ts';
import { auditPaths } from '../audit/audit-openapi.ts';
import { authPaths } from '../auth/auth-openapi.ts';
import { cashPaths } from '../cash/cash-openapi.ts';
import { exportPaths } from '../export/export-openapi.ts';
import { importPaths } from '../imports/import-openapi.ts';
import { instrumentPaths } from '../instruments/instrument-openapi.ts';
import { jobPaths } from '../jobs/job-openapi.ts';
import { operationPaths } from '../operations/operation-openapi.ts';
import { positionPaths } from '../positions/position-openapi.ts';
import { reportPaths } from '../reports/report-openapi.ts';
import { tokenPaths } from '../tokens/token-openapi.ts';
import { userPaths } from '../users/user-openapi.ts';

/** The contract as OpenAPI 3.1, made from the schemas that read requests and the views that answer them. */
export const openApiDocument = (version: string) =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Blotter',
      version,
      description:
        'A ledger of trading operations. Every failure is problem+json (RFC 9457) with a detail, and every answer has an X-Request-Id; one that you send is kept.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    tags: [
      { name: 'auth', description: 'Registering, signing in and out.' },
      { name: 'users', description: 'Who I am, and where I am signed in.' },
      { name: 'tokens', description: 'Personal access tokens for programs.' },
      { name: 'admin', description: 'The users, and what they did, for admins.' },
      { name: 'accounts', description: 'Brokerage accounts.' },
      { name: 'operations', description: 'What happened at the broker.' },
      { name: 'imports', description: 'Files of brokers, read, corrected and booked.' },
      { name: 'positions', description: 'What is held, and what was gained.' },
      { name: 'reports', description: 'Figures of a period, by mail too.' },
      { name: 'jobs', description: 'Work in the background.' },
    ],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The access_token of POST /auth/bearer/login, which gives all that its user has, or a personal access token with the scope that the operation names (login: none is enough).',
        },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'blotter',
          description: 'Set by POST /auth/cookie/login. Under HTTPS its name is __Host-blotter.',
        },
      },
    },
    paths: {
      ...authPaths,
      ...userPaths,
      ...tokenPaths,
      ...auditPaths,
      ...accountPaths,
      ...operationPaths,
      ...exportPaths,
      ...importPaths,
      ...positionPaths,
      ...cashPaths,
      ...instrumentPaths,
      ...jobPaths,
      ...reportPaths,
    },
  });
