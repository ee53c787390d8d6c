import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { type ReadMail, readMail } from './read-mail.ts';
import { smtpServerCertificate, smtpServerKey } from './smtp-server-certificate.ts';

/** Or it takes each mail after so many milliseconds; to those for this address it says nothing. */
export type SmtpBehaviour = SmtpFault | { readonly takeAfter: number; readonly stallFor?: string };

export type SmtpFault =
  | 'take'
  /** 535, and repeats the password. */
  | 'refuse the login'
  /** 550 to MAIL FROM, which is about the sender and no mail. */
  | 'refuse the sender'
  /** 550 to RCPT TO. */
  | 'refuse the recipient'
  /** 450 to RCPT TO, as greylisting does. */
  | 'defer the recipient'
  /** 554 after DATA. */
  | 'refuse the content'
  /** 451 after DATA. */
  | 'defer the content'
  | 'stall before the greeting'
  /** It has read the mail and says nothing. */
  | 'stall after the content'
  /** It has taken the mail and hangs up before it says so. */
  | 'drop after the content'
  /** Takes a login and mails without TLS. */
  | 'offer no TLS';

export type TakenMail = ReadMail & {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** It came over TLS. */
  readonly secure: boolean;
};

export type TestSmtpServer = {
  /** With the only user and password that it knows. A mailer needs `tls: { ca: smtpServerCertificate }` to trust it. */
  readonly url: string;
  readonly password: string;
  /** What it has taken, in order. */
  readonly mails: readonly TakenMail[];
  /** The password of each login that was tried. */
  readonly logins: readonly string[];
  /** How many connections it has had. */
  connections(): number;
  /** How many of them are open. */
  open(): number;
  /** From now on. It begins with 'take'. */
  behave(behaviour: SmtpBehaviour): void;
  /** Ends all connections without a word. */
  hangUp(): void;
  stop(): Promise<void>;
};

const user = 'blotter@example.com';
const password = 'pass/word: @100%';

/**
 * Starts an SMTP server on a free port of 127.0.0.1 that keeps the mails it takes. It demands STARTTLS and then a login; with
 * `secure` it speaks TLS from the start. Stop it before the test file ends; that closes its connections too.
 */
export async function startSmtpServer({ secure = false } = {}): Promise<TestSmtpServer> {
  const mails: TakenMail[] = [];
  const logins: string[] = [];
  let behaviour: SmtpBehaviour = 'take';
  let connections = 0;

  const server = new SMTPServer({
    secure,
    cert: smtpServerCertificate,
    key: smtpServerKey,
    disableReverseLookup: true,
    onConnect(session, callback) {
      connections += 1;
      if (behaviour === 'stall before the greeting') return;
      if (behaviour === 'offer no TLS') session.disabledCommands = ['STARTTLS'];
      callback();
    },
    onAuth(login, _session, callback) {
      logins.push(login.password ?? '');
      const right = login.username === user && login.password === password;
      if (right && behaviour !== 'refuse the login') callback(null, { user });
      else callback(answer(535, `Not the password of ${login.username}: ${login.password}`));
    },
    onMailFrom(_address, _session, callback) {
      if (behaviour === 'refuse the sender') callback(answer(550, 'You may not send from here'));
      else callback();
    },
    onRcptTo(_address, _session, callback) {
      if (behaviour === 'refuse the recipient') callback(answer(550, 'No such user here'));
      else if (behaviour === 'defer the recipient') callback(answer(450, 'Come back later'));
      else callback();
    },
    onData(stream, session, callback) {
      const taking = async (): Promise<void> => {
        const raw = Buffer.concat(await stream.toArray());
        if (behaviour === 'stall after the content') return;
        if (typeof behaviour === 'object') {
          if (envelopeOf(session).to.includes(behaviour.stallFor ?? '')) return;
          await pause(behaviour.takeAfter);
        }
        if (behaviour === 'refuse the content') return callback(answer(554, 'This is spam'));
        if (behaviour === 'defer the content') return callback(answer(451, 'Come back later'));
        mails.push({ ...(await readMail(raw)), envelope: envelopeOf(session), secure: session.secure });
        if (behaviour === 'drop after the content') hangUp(({ id }) => id === session.id);
        else callback();
      };
      taking().catch(callback);
    },
  });
  // A client that does not trust the certificate, or hangs up, is its own affair.
  server.on('error', () => {});
  const hangUp = (which: (connection: { id: string }) => boolean = () => true): void => {
    for (const connection of server.connections) if (which(connection)) connection._socket.destroy();
  };

  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `${secure ? 'smtps' : 'smtp'}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    password,
    mails,
    logins,
    connections: () => connections,
    open: () => server.connections.size,
    behave(next) {
      behaviour = next;
    },
    hangUp: () => hangUp(),
    stop() {
      hangUp();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

const answer = (responseCode: number, text: string): Error => Object.assign(new Error(text), { responseCode });

const envelopeOf = ({ envelope: { mailFrom, rcptTo } }: SMTPServerSession): TakenMail['envelope'] => ({
  from: mailFrom === false ? '' : mailFrom.address,
  to: rcptTo.map(({ address }) => address),
});
