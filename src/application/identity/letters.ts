import type { User } from '#domain/identity/user.ts';
import type { Mail } from '../ports/mailer.ts';

type Letter = Omit<Mail, 'id'>;

/** The mails about an account. The base of a link is the configured address of the service, never what a request said. */
export const resetLetter = ({ email, username }: User, publicUrl: string, token: string): Letter => ({
  to: email,
  subject: 'Choose a new password for Blotter',
  paragraphs: [
    `Hello ${username},`,
    'somebody, we hope you, asked for a new password for this address. The link below lets you choose one. It works once, within an hour.',
    'If it was not you, do nothing: your password stays as it is.',
  ],
  action: { label: 'Choose a new password', url: `${publicUrl}/reset-password?token=${token}` },
});

export const verificationLetter = ({ email, username }: User, publicUrl: string, token: string): Letter => ({
  to: email,
  subject: 'Confirm your e-mail address for Blotter',
  paragraphs: [
    `Hello ${username},`,
    'this address was given for an account of Blotter. The link below confirms that it is yours. It works once, within an hour.',
    'If you know nothing of it, do nothing.',
  ],
  action: { label: 'Confirm this address', url: `${publicUrl}/verify?token=${token}` },
});

/** To whom the address belongs, where registering tells nobody that it does. */
export const registrationTriedLetter = ({ email, username }: User, publicUrl: string): Letter => ({
  to: email,
  subject: 'You have a Blotter account already',
  paragraphs: [
    `Hello ${username},`,
    'somebody, perhaps you, tried to register with this address. You have an account already: sign in with it, or ask for a new password there.',
    'If it was not you, do nothing: nothing has changed.',
  ],
  action: { label: 'Sign in', url: `${publicUrl}/sign-in` },
});

export const passwordChangedLetter = ({ email, username }: User): Letter => ({
  to: email,
  subject: 'Your Blotter password was changed',
  paragraphs: [
    `Hello ${username},`,
    'the password of your account was changed, and where you were signed in you are signed out.',
    'If it was not you, ask for a new password at once, and tell whoever runs this Blotter.',
  ],
  action: null,
});

/** To the former address. */
export const addressChangedLetter = (before: User, after: User): Letter => ({
  to: before.email,
  subject: 'The e-mail address of your Blotter account was changed',
  paragraphs: [
    `Hello ${before.username},`,
    `the address of your account is ${after.email} from now on. Mail about it goes there, and this address no longer signs in.`,
    'If it was not you, tell whoever runs this Blotter at once.',
  ],
  action: null,
});
