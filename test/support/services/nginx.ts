import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { toolPath } from '../toolbox/tool-path.ts';
import { type KeptAnswer, keptIn } from './nginx-cache.ts';

export interface Nginx {
  readonly url: string;
  /** What its cache has on the disk. */
  kept(): Promise<readonly KeptAnswer[]>;
  stop(): Promise<void>;
}

const patienceMs = 10_000;

/**
 * Starts an nginx on 127.0.0.1 with a cache that everybody shares, in front of the server at this port. What may be kept, the server's headers
 * say: nginx keeps to them, and does no more. It looks at no Authorization and no Cookie of a request, and its key is that of a fresh
 * configuration, the address alone: nothing but those headers keeps people apart.
 */
export async function startNginx(originPort: number): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
  const port = await freePort();
  await mkdir(join(folder, 'temp'));
  await writeFile(join(folder, 'nginx.conf'), configuration(port, originPort));
  const program = toolPath('nginx');
  const child = spawn(program, ['-p', folder, '-c', 'nginx.conf'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child, 'spawn');
  const said = text(child.stderr);
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  if (!(await comesUp(child, port))) {
    await stop();
    throw new Error(`${program} takes no connections on port ${port}: ${(await said).trim()}`);
  }
  return { url: `http://127.0.0.1:${port}`, kept: () => keptIn(join(folder, 'cache')), stop };
}

/**
 * All paths are in its folder. One process without a master: it ends by one signal, and is who started it, so that the folder can be anybody's.
 */
const configuration = (port: number, originPort: number): string => `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr error;
events {}
http {
  access_log off;
  client_body_temp_path temp/body;
  proxy_temp_path temp/proxy;
  fastcgi_temp_path temp/fastcgi;
  uwsgi_temp_path temp/uwsgi;
  scgi_temp_path temp/scgi;
  proxy_cache_path cache keys_zone=shared:1m;
  upstream origin {
    server 127.0.0.1:${originPort};
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://origin;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_cache shared;
      proxy_cache_methods GET HEAD;
      proxy_cache_revalidate on;
      add_header X-Proxy-Cache $upstream_cache_status always;
    }
  }
}
`;

async function comesUp(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

async function takesConnections(port: number): Promise<boolean> {
  const socket = createConnection(port, '127.0.0.1');
  return await once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}
