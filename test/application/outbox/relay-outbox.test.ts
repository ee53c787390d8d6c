import { expect } from 'chai';
import { type Mail, MailRefused } from '#application/ports/mailer.ts';
import type { OutboxContent } from '#application/ports/outbox.ts';
import { aBlotter, anActor, type Blotter, CLIENT, letPass, NEW_PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';

const SECOND = 1_000;
const LETTER = { to: 'ada@example.com', subject: 'Hello', paragraphs: ['Hello Ada,'], action: null };

describe('The relay of the outbox', () => {
  let blotter: Blotter;
  let tries: Mail[];
  let failures: string[];
  beforeEach(async () => {
    blotter = aBlotter();
    await anActor(blotter);
    await mailsTo(blotter, 'ada@example.com');
    [tries, failures] = [[], []];
  });

  const add = async (content: OutboxContent = { kind: 'mail', mail: LETTER }) => {
    const message = { id: blotter.ids.next(), createdAt: blotter.clock.now(), content };
    await blotter.unitOfWork.run(({ outbox }) => outbox.add(message));
    return message;
  };
  const next = () =>
    blotter.relayOutbox.next(({ id }, { message }, parked) =>
      failures.push(`${id} ${message}${parked ? ' parked' : ''}`),
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
    for (let second = 0; second <= 7_200; second += 1) {
      const before = tries.length;
      while (await next());
      if (tries.length > before) seconds.push(second);
      letPass(blotter, SECOND);
    }
    return seconds.map((second, index) => second - (seconds[index - 1] ?? 0)).slice(1);
  };

  it('does nothing when nothing is due', async () => {
    mailServerSays(null);
    expect(await next()).to.equal(false);
    const work = blotter.unitOfWork.run(async ({ outbox }) => {
      await outbox.add({
        id: blotter.ids.next(),
        createdAt: blotter.clock.now(),
        content: { kind: 'mail', mail: LETTER },
      });
      throw new Error('given up');
    });
    await work.catch(() => {});
    expect([await next(), tries]).to.deep.equal([false, []]);
  });

  it('tries a mail 8 times within the hour that its link lives, then sets it aside', async () => {
    const { id } = await add();
    mailServerSays(new Error('The line is dead.'));
    expect(await pauses()).to.deep.equal([1, 5, 20, 60, 300, 900, 1_800]);
    const failed = `${id} The line is dead.`;
    expect(failures).to.deep.equal([...Array.from({ length: 7 }, () => failed), `${failed} parked`]);
    expect(await blotter.outboxQueue.count()).to.deep.equal({ waiting: 0, parked: 1 });
    const [parked] = await blotter.keepOutbox.parked();
    expect(parked).to.include({ id, tries: 8, lastError: 'The line is dead.' });
  });

  it('tries a mail that was refused for good 8 times too, a second apart', async () => {
    await add();
    mailServerSays(new MailRefused('550 There is no such mailbox.'));
    expect(await pauses()).to.deep.equal([1, 1, 1, 1, 1, 1, 1]);
    expect(await blotter.outboxQueue.count()).to.deep.equal({ waiting: 0, parked: 1 });
  });

  it('keeps the beginning of what went wrong, however much that is', async () => {
    await add();
    mailServerSays(new Error('x'.repeat(10_000)));
    await pauses();
    expect((await blotter.keepOutbox.parked())[0]?.lastError).to.equal('x'.repeat(500));
  });

  it('lets a mail that fails hold up no other', async () => {
    await add();
    const other = await add();
    mailServerSays(new Error('busy'));
    await next();
    mailServerSays(null);
    await next();
    expect(tries.at(-1)?.id).to.equal(other.id);
    expect(await next()).to.equal(false);
  });

  it('sends a mail that was set aside when the operator asks for it again', async () => {
    await add();
    mailServerSays(new Error('The line is dead.'));
    await pauses();
    mailServerSays(null);
    expect(await next()).to.equal(false);
    expect(await blotter.keepOutbox.retry()).to.equal(1);
    expect([await next(), tries.length]).to.deep.equal([true, 9]);
    expect([await blotter.keepOutbox.retry(), await blotter.keepOutbox.parked()]).to.deep.equal([0, []]);
    expect(await blotter.outboxQueue.count()).to.deep.equal({ waiting: 0, parked: 0 });
  });

  it('is done with a request for a link when there is nobody to write to', async () => {
    mailServerSays(null);
    await add({ kind: 'reset-asked', email: 'nobody@example.com' });
    await add({ kind: 'verification-asked', email: 'nobody@example.com' });
    expect([await next(), await next(), await next(), tries]).to.deep.equal([true, true, false, []]);
  });

  it('sends the same mail at every try, under one id, so that a receiver can tell a repetition', async () => {
    for (const content of [
      { kind: 'mail', mail: LETTER },
      { kind: 'reset-asked', email: 'ada@example.com' },
      { kind: 'verification-asked', email: 'ada@example.com' },
    ] as const) {
      tries = [];
      const { id } = await add(content);
      mailServerSays(new Error('The answer got lost.'));
      await pauses();
      expect(tries).to.have.length(8);
      for (const mail of tries) expect(mail).to.deep.equal({ ...tries[0], id });
    }
  });

  describe('that sent a link and did not learn of it', () => {
    let token: string;
    beforeEach(async () => {
      await add({ kind: 'reset-asked', email: 'ada@example.com' });
      mailServerSays(new Error('The answer got lost.'));
      await next();
      token = tokenIn(tries[0]);
      mailServerSays(null);
    });

    const retry = async () => {
      letPass(blotter, SECOND);
      while (await next());
    };
    const reset = () => blotter.resetForgottenPassword.execute({ token, password: NEW_PASSWORD }, CLIENT);

    it('sends the same once more, which works', async () => {
      await retry();
      expect(tokenIn(tries[1])).to.equal(token);
      await reset();
    });

    it('sends it no more once it was used, and never brings it back', async () => {
      await reset();
      await retry();
      expect(subjectsOf(tries).slice(1)).to.deep.equal(['Your Blotter password was changed']);
      expect(await refusalCodeOf(reset())).to.equal('BAD_TOKEN');
    });

    it('sends it no more once another one was asked for, and that one works', async () => {
      await add({ kind: 'reset-asked', email: 'ada@example.com' });
      await next();
      const another = tokenIn(tries.at(-1));
      await retry();
      expect(tries).to.have.length(2);
      expect(await refusalCodeOf(reset())).to.equal('BAD_TOKEN');
      await blotter.resetForgottenPassword.execute({ token: another, password: NEW_PASSWORD }, CLIENT);
    });

    it('sends it no more once the password was changed', async () => {
      await blotter.resetPassword.execute('ada@example.com', NEW_PASSWORD);
      await retry();
      expect(subjectsOf(tries).slice(1)).to.deep.equal(['Your Blotter password was changed']);
      expect(await refusalCodeOf(reset())).to.equal('BAD_TOKEN');
    });
  });
});
