import { expect } from 'chai';
import { newJob } from '#application/jobs/new-job.ts';
import type { JobTask } from '#application/jobs/tasks.ts';
import { type Mail, MailRefused } from '#application/ports/mailer.ts';
import { aBlotter, anActor, type Blotter, CLIENT, letPass, NEW_PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { workOff } from '#test/application/work-off.ts';

const SECOND = 1_000;
const HOUR = 3_600;
const LETTER = { to: 'ada@example.com', subject: 'Hello', paragraphs: ['Hello Ada,'], action: null };
const MAIL: JobTask = { task: 'send-mail', payload: LETTER };
const link = (email: string, purpose: 'reset-password' | 'verify-email' = 'reset-password'): JobTask => ({
  task: 'send-link',
  payload: { purpose, email },
});

describe('Mails that jobs send', () => {
  let blotter: Blotter;
  let tries: Mail[];
  let failures: string[];
  beforeEach(async () => {
    blotter = aBlotter();
    await anActor(blotter);
    await mailsTo(blotter, 'ada@example.com');
    [tries, failures] = [[], []];
  });

  const add = (task: JobTask = MAIL) => {
    const job = newJob(blotter.ids.next(), task);
    return blotter.unitOfWork.run(({ jobs }) => jobs.add(job));
  };
  const work = (limit?: number) =>
    workOff(
      blotter,
      ({ jobId, error, willRetry }) => failures.push(`${jobId} ${error.message}${willRetry ? '' : ' for good'}`),
      limit,
    );
  /** From now on the mail server says this; null: it takes what it gets. */
  const mailServerSays = (error: Error | null) => {
    blotter.mailer.send = async (mail) => {
      tries.push(mail);
      if (error) throw error;
    };
  };
  /** After how many seconds each further try came, until there are no more. */
  const pauses = async () => {
    const seconds: number[] = [];
    for (let second = 0; second <= 2 * HOUR; second += 1) {
      const before = tries.length;
      await work();
      if (tries.length > before) seconds.push(second);
      letPass(blotter, SECOND);
    }
    return seconds.map((second, index) => second - (seconds[index - 1] ?? 0)).slice(1);
  };

  it('are none when the work that asked for them was given up', async () => {
    mailServerSays(null);
    const given = blotter.unitOfWork.run(async ({ jobs }) => {
      await jobs.add(newJob(blotter.ids.next(), MAIL));
      throw new Error('given up');
    });
    await given.catch(() => {});
    expect([await work(), tries]).to.deep.equal([0, []]);
  });

  it('are tried 8 times within the hour that a link lives', async () => {
    const id = await add();
    mailServerSays(new Error('The line is dead.'));
    const waited = await pauses();
    expect(waited).to.deep.equal([1, 4, 16, 64, 256, 1_024, 1_200]);
    // Also where chance makes each pause longer by a fifth.
    expect(waited.reduce((sum, one) => sum + one * 1.2, 0)).to.be.below(HOUR);
    const failed = `${id} The line is dead.`;
    expect(failures).to.deep.equal([...Array.from({ length: 7 }, () => failed), `${failed} for good`]);
  });

  it('are tried 8 times too when the server refuses them for good, a second apart', async () => {
    await add();
    mailServerSays(new MailRefused('550 There is no such mailbox.'));
    expect(await pauses()).to.deep.equal([1, 1, 1, 1, 1, 1, 1]);
    expect(failures).to.have.length(8);
  });

  it('hold up no other when they fail', async () => {
    await add();
    const other = await add();
    mailServerSays(new Error('busy'));
    await work(1);
    mailServerSays(null);
    await work(1);
    expect(tries.at(-1)?.id).to.equal(other);
    expect(await work()).to.equal(0);
  });

  it('are sent when the operator asks again for those that failed', async () => {
    await add();
    mailServerSays(new Error('The line is dead.'));
    await pauses();
    mailServerSays(null);
    expect(await work()).to.equal(0);
    expect(await blotter.unitOfWork.run(({ jobs }) => jobs.retryFailed())).to.equal(1);
    expect([await work(), tries.length]).to.deep.equal([1, 9]);
    expect(await blotter.unitOfWork.run(({ jobs }) => jobs.retryFailed())).to.equal(0);
  });

  it('are none when there is nobody to write to', async () => {
    mailServerSays(null);
    await add(link('nobody@example.com'));
    await add(link('nobody@example.com', 'verify-email'));
    expect([await work(), tries, failures]).to.deep.equal([2, [], []]);
  });

  it('are the same at every try, under one id, so that a receiver can tell a repetition', async () => {
    for (const task of [MAIL, link('ada@example.com'), link('ada@example.com', 'verify-email')]) {
      tries = [];
      const id = await add(task);
      mailServerSays(new Error('The answer got lost.'));
      await pauses();
      expect(tries).to.have.length(8);
      for (const mail of tries) expect(mail).to.deep.equal({ ...tries[0], id });
    }
  });

  describe('with a link, of which nobody learned that it was sent', () => {
    let token: string;
    beforeEach(async () => {
      await add(link('ada@example.com'));
      mailServerSays(new Error('The answer got lost.'));
      await work(1);
      token = tokenIn(tries[0]);
      mailServerSays(null);
    });

    const retry = async () => {
      letPass(blotter, SECOND);
      await work();
    };
    const reset = () => blotter.resetForgottenPassword.execute({ token, password: NEW_PASSWORD }, CLIENT);

    it('come once more, and the link works', async () => {
      await retry();
      expect(tokenIn(tries[1])).to.equal(token);
      await reset();
    });

    it('come no more once it was used, which never brings it back', async () => {
      await reset();
      await retry();
      expect(subjectsOf(tries).slice(1)).to.deep.equal(['Your Blotter password was changed']);
      expect(await refusalCodeOf(reset())).to.equal('BAD_TOKEN');
    });

    it('come no more once another one was asked for, and that one works', async () => {
      await add(link('ada@example.com'));
      await work(1);
      const another = tokenIn(tries.at(-1));
      await retry();
      expect(tries).to.have.length(2);
      expect(await refusalCodeOf(reset())).to.equal('BAD_TOKEN');
      await blotter.resetForgottenPassword.execute({ token: another, password: NEW_PASSWORD }, CLIENT);
    });

    it('come no more once the password was changed', async () => {
      await blotter.resetPassword.execute('ada@example.com', NEW_PASSWORD);
      await retry();
      expect(subjectsOf(tries).slice(1)).to.deep.equal(['Your Blotter password was changed']);
      expect(await refusalCodeOf(reset())).to.equal('BAD_TOKEN');
    });
  });
});
