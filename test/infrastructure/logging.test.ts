import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { RequestLine } from '#adapters/inbound/http/request-log.ts';
import { GatheredRequestLog } from '#infrastructure/gathered-request-log.ts';
import { createLogger } from '#infrastructure/logging.ts';

const LINE: RequestLine = {
  at: Date.parse('2026-11-24T09:30:00.007Z'),
  id: 'a-request',
  method: 'GET',
  path: '/api/v1/"\\\n\u2028ü😀',
  route: undefined,
  status: 200,
  milliseconds: 1.25,
  userId: '0190163d-8694-739b-aea5-966c26f8ad91',
};

describe('The line of a request in the log', () => {
  const written = (level: 'info' | 'warn', line: RequestLine) => {
    const lines: string[] = [];
    const logger = createLogger(level, { write: (text) => void lines.push(text) });
    const requests = new GatheredRequestLog(logger, () => {});
    requests.request(line);
    requests.flush();
    const { at, ...rest } = line;
    logger.info(rest, 'request');
    return lines;
  };
  const timeless = (text = '') => text.replace(/"time":"[^"]*"/, '"time":"now"');

  it('is the one that pino would write, with the time when the request was over', () => {
    for (const line of [LINE, { ...LINE, route: '/api/v1/operations/:id', userId: undefined }]) {
      const [ours, pinos] = written('info', line);
      expect(timeless(ours)).to.equal(timeless(pinos));
      expect(JSON.parse(ours ?? '')).to.include({
        level: 30,
        time: '2026-11-24T09:30:00.007Z',
        msg: 'request',
        path: LINE.path,
      });
    }
  });

  it('is not written where less is asked for', () => {
    expect(written('warn', LINE)).to.deep.equal([]);
  });

  it('comes by itself, in order, with those that came meanwhile, and each is observed once', async () => {
    const [texts, observed]: [string[], string[]] = [[], []];
    const { promise: wrote, resolve } = Promise.withResolvers<void>();
    const write = (text: string) => {
      texts.push(text);
      resolve();
    };
    const requests = new GatheredRequestLog(createLogger('info', { write }), ({ id }) => observed.push(id));
    for (const id of ['first', 'second', 'third']) requests.request({ ...LINE, id });
    expect([texts, observed]).to.deep.equal([[], []]);
    await wrote;
    requests.flush();
    expect(texts).to.have.length(1);
    const ids = texts[0]
      ?.trim()
      .split('\n')
      .map((text) => JSON.parse(text).id);
    expect([ids, observed]).to.deep.equal([
      ['first', 'second', 'third'],
      ['first', 'second', 'third'],
    ]);
  });

  it('is there also when the process ends at once', () => {
    const script = `import { GatheredRequestLog } from '#infrastructure/gathered-request-log.ts';
      import { createLogger } from '#infrastructure/logging.ts';
      const requests = new GatheredRequestLog(createLogger('info'), () => {});
      process.once('exit', () => requests.flush());
      for (let line = 1; line <= 1000; line += 1) requests.request({ at: 0, id: String(line) });`;
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    for (const end of ['', 'process.exit(3);', 'throw new Error("nobody catches it");']) {
      const args = ['--input-type=module', '--eval', `${script}${end}`];
      const lines = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' }).stdout.trim().split('\n');
      expect(lines.map((text) => JSON.parse(text).id)).to.deep.equal(lines.map((_text, at) => String(at + 1)));
      expect(lines).to.have.length(1_000);
    }
  });
});
