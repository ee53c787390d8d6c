import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { expect } from 'chai';
import { SmtpMailer, type SmtpSettings } from '#adapters/outbound/mail/smtp-mailer.ts';
import { smtpOptions } from '#adapters/outbound/mail/smtp-options.ts';
import { type Mail, MailRefused } from '#application/ports/mailer.ts';
import { type SmtpFault, startSmtpServer, type TestSmtpServer } from '#test/support/smtp-server.ts';
import { smtpServerCertificate } from '#test/support/smtp-server-certificate.ts';
import { aMail } from './stores/a-mail.ts';
import { until } from './until.ts';

/** Far more than the tests wait for, far less than what the mailer waits by default. */
const SOON = 5_000;

describe('The mailer and its SMTP server', () => {
  let server: TestSmtpServer;
  const mailers: SmtpMailer[] = [];

  beforeEach(async () => {
    server = await startSmtpServer();
  });
  afterEach(async () => {
    for (const mailer of mailers.splice(0)) await mailer.close();
    await server.stop();
  });

  const aMailer = (settings: Partial<SmtpSettings> = {}): SmtpMailer => {
    const tls = { ca: smtpServerCertificate };
    const mailer = new SmtpMailer({ url: server.url, from: 'ledger@blotter.example', tls, ...settings });
    mailers.push(mailer);
    return mailer;
  };
  const failureOf = async (sending: Promise<void>): Promise<Error> => {
    const error = await sending.catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(Error);
    return error as Error;
  };

  /** A busy machine may need more than the short time that some tests give to a step. */
  const untilSent = (mailer: SmtpMailer, mail: Mail): Promise<void> =>
    until('the server is well again', () =>
      mailer.send(mail).then(
        () => true,
        () => false,
      ),
    );

  describe('in good days', () => {
    it('log in over STARTTLS, with a password of any characters', async () => {
      await aMailer().send(aMail());
      expect(server.logins).to.deep.equal([server.password]);
      expect(server.mails.map(({ secure, envelope }) => ({ secure, ...envelope }))).to.deep.equal([
        { secure: true, from: 'ledger@blotter.example', to: ['ada@example.com'] },
      ]);
    });

    it('speak TLS from the start when the URL says so', async () => {
      const other = await startSmtpServer({ secure: true });
      try {
        await aMailer({ url: other.url }).send(aMail());
        expect(other.mails.map(({ secure }) => secure)).to.deep.equal([true]);
      } finally {
        await other.stop();
      }
    });

    it('do without TLS on one machine when the server offers none', async () => {
      server.behave('offer no TLS');
      await aMailer().send(aMail());
      expect(server.mails.map(({ secure }) => secure)).to.deep.equal([false]);
    });

    it('know addresses with letters of any script', async () => {
      const mailer = aMailer({ from: 'ledger@bücher.example' });
      await mailer.send(aMail({ to: 'jürgen@example.com' }));
      await mailer.send(aMail({ to: 'ada@bücher.example' }));
      expect(server.mails.map(({ envelope }) => envelope)).to.deep.equal([
        { from: 'ledger@bücher.example', to: ['jürgen@example.com'] },
        { from: 'ledger@bücher.example', to: ['ada@bücher.example'] },
      ]);
      // A host has a name in ASCII too, which servers without SMTPUTF8 know.
      expect(server.mails[1]!.raw.toString()).to.include('\r\nTo: ada@xn--bcher-kva.example\r\n');
    });

    it('keep three connections for any number of mails, and for the next ones', async () => {
      const mailer = aMailer();
      await Promise.all(Array.from({ length: 30 }, () => mailer.send(aMail())));
      await mailer.send(aMail());
      expect([server.mails.length, server.connections()]).to.deep.equal([31, 3]);
    });

    it('notice that a kept connection has ended, and send the mail over another', async () => {
      const mailer = aMailer();
      await mailer.send(aMail());
      server.hangUp();
      await mailer.send(aMail());
      expect([server.mails.length, server.connections()]).to.deep.equal([2, 2]);
    });
  });

  describe('in bad days', () => {
    const failures: Record<Exclude<SmtpFault, 'take' | 'offer no TLS'>, 'for good' | 'for now'> = {
      'refuse the recipient': 'for good',
      'refuse the content': 'for good',
      'defer the recipient': 'for now',
      'defer the content': 'for now',
      'refuse the login': 'for now',
      'refuse the sender': 'for now',
      'stall before the greeting': 'for now',
      'stall after the content': 'for now',
      'drop after the content': 'for now',
    };
    for (const [behaviour, lasts] of Object.entries(failures) as [SmtpFault, string][]) {
      it(`fail ${lasts} when the server would ${behaviour}, and go on when it is well again`, async () => {
        const mailer = aMailer(behaviour.startsWith('stall') ? { stepMilliseconds: 400 } : {});
        server.behave(behaviour);
        const begun = performance.now();
        const failure = await failureOf(mailer.send(aMail()));
        expect(performance.now() - begun).to.be.below(SOON);
        expect(failure instanceof MailRefused).to.equal(lasts === 'for good');
        server.behave('take');
        const mail = aMail();
        await untilSent(mailer, mail);
        expect(server.mails.at(-1)!.messageId).to.equal(`${mail.id}@blotter.example`);
      });
    }

    it('repeat what the server says of a mail that it refuses', async () => {
      server.behave('refuse the recipient');
      expect((await failureOf(aMailer().send(aMail()))).message).to.match(
        /refuses this mail for good.*550 No such user here/,
      );
      server.behave('defer the content');
      expect((await failureOf(aMailer().send(aMail()))).message).to.match(/did not take the mail.*451 Come back later/);
    });

    it('try a mail once at a time, under one Message-ID, when nobody knows whether it has arrived', async () => {
      const mailer = aMailer();
      const mail = aMail();
      server.behave('drop after the content');
      await failureOf(mailer.send(mail));
      expect(server.mails).to.have.lengthOf(1);
      server.behave('take');
      await mailer.send(mail);
      expect(server.mails.map(({ messageId }) => messageId)).to.deep.equal(Array(2).fill(`${mail.id}@blotter.example`));
    });

    it('fail when there is no server', async () => {
      await server.stop();
      expect((await failureOf(aMailer().send(aMail()))).message).to.include('ECONNREFUSED');
      server = await startSmtpServer();
    });

    it('give up in time, however long a single answer may take', async () => {
      server.behave('stall after the content');
      const mailer = aMailer({ stepMilliseconds: 60_000, sendMilliseconds: 300 });
      const begun = performance.now();
      expect((await failureOf(mailer.send(aMail()))).message).to.include('in time');
      expect(performance.now() - begun).to.be.within(290, SOON);
    });

    it('never send later what was given up while it waited for a connection', async () => {
      server.behave('stall before the greeting');
      const mailer = aMailer({ stepMilliseconds: 60_000, sendMilliseconds: 300 });
      const begun = performance.now();
      await Promise.all(Array.from({ length: 10 }, () => failureOf(mailer.send(aMail()))));
      expect(performance.now() - begun).to.be.below(SOON);
      server.behave('take');
      const mail = aMail();
      await untilSent(mailer, mail);
      expect(server.mails.map(({ messageId }) => messageId)).to.deep.equal([`${mail.id}@blotter.example`]);
    });

    it('are waited for when the mailer closes', async () => {
      server.behave('stall after the content');
      const mailer = aMailer({ sendMilliseconds: 500 });
      let failed = false;
      const sending = failureOf(mailer.send(aMail())).then(() => {
        failed = true;
      });
      await until('the server has a connection', () => server.connections() > 0);
      await mailer.close();
      await nextTurn();
      expect(failed).to.equal(true);
      await sending;
    });

    it('finish what is under way when the mailer closes, and report the rest as not sent', async () => {
      const mailer = aMailer();
      const outcomes = Promise.allSettled(Array.from({ length: 20 }, () => mailer.send(aMail())));
      await until('the server has one', () => server.mails.length > 0);
      await mailer.close();
      const sent = (await outcomes).filter(({ status }) => status === 'fulfilled');
      expect(sent).to.have.lengthOf(server.mails.length);
      await until('its connections are closed', () => server.open() === 0);
    });
  });

  describe('with a password', () => {
    it('never give it unencrypted to another machine', async () => {
      server.behave('offer no TLS');
      // It leads to this machine, but is not known as its loopback.
      const failure = await failureOf(aMailer({ url: server.url.replace('127.0.0.1', '0.0.0.0') }).send(aMail()));
      expect(failure.message).to.include('STARTTLS');
      expect([server.connections(), server.logins, server.mails]).to.deep.equal([1, [], []]);
    });

    it('never give it to a server whose certificate nobody trusts', async () => {
      const failure = await failureOf(aMailer({ tls: {} }).send(aMail()));
      expect(failure.message).to.match(/self.signed certificate/);
      expect([server.logins, server.mails]).to.deep.equal([[], []]);
    });

    it('have it in no error, whatever the server answers', async () => {
      server.behave('refuse the login');
      const secrets = [server.password, encodeURIComponent(server.password), btoa(server.password)];
      const failure = await failureOf(aMailer().send(aMail()));
      expect(failure.message).to.include('535');
      for (const behaviour of ['refuse the login', 'defer the content', 'drop after the content'] as const) {
        server.behave(behaviour);
        const everything = inspect(await failureOf(aMailer().send(aMail())), { depth: null, showHidden: true });
        for (const secret of secrets) expect(everything).not.to.include(secret);
      }
    });

    it('have it in no error about a URL that cannot be read', () => {
      for (const url of [
        'smtp://blotter:secret@',
        'smtp://blotter:secret@host:port',
        'smtp://blotter:secret%ZZ@host',
        'http://blotter:secret@host',
        'blotter:secret@host',
        'smtp:secret',
      ]) {
        let error: unknown = null;
        try {
          new SmtpMailer({ url, from: 'ledger@blotter.example' });
        } catch (caught) {
          error = caught;
        }
        expect(error, url).to.be.instanceOf(Error);
        expect(inspect(error, { depth: null, showHidden: true }), url).not.to.include('secret');
      }
    });
  });
});

describe('The options of the SMTP connection', () => {
  const optionsOf = (url: string) => smtpOptions(url, 1_000, {});

  it('demand TLS for a password that leaves the machine', () => {
    for (const host of [
      'mail.example.com',
      '10.0.0.1',
      '0.0.0.0',
      '127.0.0.1.example.com',
      '127.example.com',
      'localhost.example.com',
      '[2001:db8::1]',
    ]) {
      expect(optionsOf(`smtp://user:password@${host}:587`).requireTLS, host).to.equal(true);
      expect(optionsOf(`smtps://user:password@${host}`).secure, host).to.equal(true);
    }
    for (const host of ['localhost', 'LOCALHOST', '127.0.0.1', '127.3.2.1', '[::1]']) {
      expect(optionsOf(`smtp://user:password@${host}`).requireTLS, host).to.equal(false);
    }
    expect(optionsOf('smtp://mail.example.com').requireTLS).to.equal(false);
  });

  it('let no step take longer than it may', () => {
    expect(optionsOf('smtp://mail.example.com')).to.include({
      connectionTimeout: 1_000,
      greetingTimeout: 1_000,
      socketTimeout: 1_000,
    });
  });

  it('come from the URL, but none from its query', () => {
    expect(optionsOf('smtp://us%40er:pass%2Fword@[::1]:2525')).to.deep.include({
      host: '::1',
      port: 2525,
      secure: false,
      auth: { user: 'us@er', pass: 'pass/word' },
    });
    expect(optionsOf('smtp://mail.example.com'))
      .to.include({ host: 'mail.example.com', port: 587 })
      .and.not.have.property('auth');
    expect(optionsOf('smtps://mail.example.com')).to.include({ port: 465, secure: true });
    const url = 'smtp://user:password@mail.example.com';
    expect(optionsOf(`${url}?requireTLS=false&ignoreTLS=true&tls.rejectUnauthorized=false`)).to.deep.equal(
      optionsOf(url),
    );
  });
});
