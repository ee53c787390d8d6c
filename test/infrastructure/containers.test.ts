import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { variables } from '#infrastructure/config.ts';
import { repository } from '#test/support/repository.ts';

type Service = {
  readonly image?: string;
  readonly healthcheck?: { readonly test?: unknown; readonly disable?: boolean };
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly build?: string;
};

const read = (name: string): Promise<string> => readFile(join(repository, name), 'utf8');
const PINNED = /^[a-z0-9/]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/;

describe('The containers', () => {
  let services: Readonly<Record<string, Service>>;
  let volumes: Readonly<Record<string, unknown>>;

  before(async () => {
    ({ services, volumes } = parse(await read('docker-compose.yml'), { merge: true }));
  });

  it('are the application, a worker, and the services beside them', () => {
    expect(Object.keys(services)).to.have.members(['app', 'worker', 'postgres', 'redis', 'mongo', 'mail']);
  });

  it('run pinned versions', () => {
    for (const [name, { image }] of Object.entries(services)) expect(image, name).to.match(PINNED);
  });

  it('say whether they are healthy, and wait for each other', async () => {
    expect(await read('Dockerfile')).to.match(/^HEALTHCHECK /m);
    for (const [name, { healthcheck, build }] of Object.entries(services))
      if (build === undefined) expect(healthcheck?.test ?? healthcheck?.disable, name).to.not.equal(undefined);
    for (const { depends_on = {} } of Object.values(services))
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(services).to.have.property(name);
        expect(condition).to.equal('service_healthy');
      }
  });

  it('set only variables that Blotter knows', () => {
    for (const name of ['app', 'worker'])
      expect(Object.keys(variables)).to.include.members(Object.keys(services[name]?.environment ?? {}));
  });

  it('keep their data in named volumes', () => {
    const used = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect(used.map((volume) => volume.split(':')[0])).to.have.members(Object.keys(volumes));
  });

  it('run Blotter on Node 26 and not as root', async () => {
    const dockerfile = await read('Dockerfile');
    expect(dockerfile)
      .to.match(/^FROM node:26-slim$/m)
      .and.to.match(/^USER node$/m);
  });
});
