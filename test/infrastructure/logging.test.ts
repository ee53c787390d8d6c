import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { RequestLine } from '#adapters/inbound/http/request-log.ts';
import { createLogger, requestLog } from '#infrastructure/logging.ts';

const LINE: RequestLine = {
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
    requestLog(logger, () => {}).request(line);
    logger.info(line, 'request');
    return lines.map((text) => text.replace(/"time":"[^"]*"/, '"time":"now"'));
  };

  it('is the one that pino would write', () => {
    for (const line of [LINE, { ...LINE, route: '/api/v1/operations/:id', userId: undefined }]) {
      const [ours, pinos] = written('info', line);
      expect(ours).to.equal(pinos);
      expect(JSON.parse(ours ?? '')).to.include({ level: 30, msg: 'request', path: LINE.path });
    }
  });

  it('is not written where less is asked for', () => {
    expect(written('warn', LINE)).to.deep.equal([]);
  });
});

describe('What a process writes to its log by turns of the event loop', () => {
  const printed = (script: string): string => {
    const imported = `import { stdoutByTurns } from '#infrastructure/by-turns.ts';
      const log = stdoutByTurns();
      const many = () => { for (let line = 1; line <= 1000; line += 1) log.write(line + '\\n'); };`;
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const args = ['--input-type=module', '--eval', `${imported}${script}`];
    return spawnSync(process.execPath, args, { cwd, encoding: 'utf8' }).stdout;
  };
  const ALL = Array.from({ length: 1_000 }, (_, at) => `${at + 1}\n`).join('');

  it('is whole and in order, also when it ends, or fails, in the midst of one', () => {
    expect(printed('many();')).to.equal(ALL);
    expect(printed('many(); process.exit(3);')).to.equal(ALL);
    expect(printed('many(); throw new Error("nobody catches it");')).to.equal(ALL);
    expect(printed('many(); setImmediate(() => { many(); process.exit(0); });')).to.equal(ALL + ALL);
  });
});
