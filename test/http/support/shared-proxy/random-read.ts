import type { Random } from '#test/chaos/stage/random.ts';
import { API } from '../contract.ts';
import type { Ask } from './ask.ts';
import type { Member } from './member.ts';
import { PUBLIC_PATHS } from './public-paths.ts';

type Read = Pick<Ask, 'who' | 'path' | 'about' | 'statuses'>;

/** The same addresses for everybody, with another answer for each. */
const OWN = [
  '/operations',
  '/operations?limit=2',
  '/operations?limit=1&sort=date',
  '/operations?sort=-date&type=buy',
  '/operations?q=only-of',
  '/accounts',
  '/users/me',
  '/users/me/sessions',
  '/tokens',
].map((path) => `${API}${path}`);
const FOR_ADMINS = [`${API}/users`, `${API}/audit`, '/metrics'];
const PAGES = ['/', '/sign-in', '/register', '/forgot-password'];
/** Spellings by which a cache may take something private for a file of a public folder, or for another path than the service does. */
const STRANGE = [
  '/users/me/',
  '/Users/ME',
  '/users/me/start.js',
  '/users/me%2fstart.js',
  '/users/me;/api/docs/start.js',
  '/users/me?/api/docs/start.js',
  '/operations.css',
  '/operations/?/api/v1/openapi.json',
  '/../docs/../v1/operations',
  '/openapi.json/../operations',
  '/openapi.json/%2e%2e/operations',
  '//operations',
].map((path) => `${API}${path}`);

type Kind = (who: Member, other: Member, random: Random) => Read;

const own: Kind = (who, _other, random) => ({
  who,
  path: random.pick([...OWN, ...namedBy(who, random), searchFor(who)]),
  statuses: [200],
});

const somebodyElses: Kind = (who, other, random) => ({
  who,
  path: random.pick(namedBy(other, random)),
  statuses: [404],
});

const searchedFor: Kind = (who, other) => ({ who, path: searchFor(other), statuses: [200] });

const ledgerOf: Kind = (who, other, random) => {
  const path = random.pick(withOwner(other, random));
  return who.role === 'auditor' ? { who, path, about: other, statuses: [200] } : { who, path, statuses: [403] };
};

const asStranger: Kind = (_who, other, random) => ({
  who: null,
  path: random.pick([...OWN, ...namedBy(other, random), searchFor(other), ...withOwner(other, random), ...FOR_ADMINS]),
  statuses: [401],
});

const forAdmins: Kind = (who, _other, random) => ({ who, path: random.pick(FOR_ADMINS), statuses: [403] });

const page: Kind = (who, _other, random) => ({
  who: orStranger(who, random),
  path: random.pick(PAGES),
  statuses: [200, 303],
});

const forAll: Kind = (who, _other, random) => ({
  who: orStranger(who, random),
  path: random.pick(PUBLIC_PATHS),
  statuses: [200],
});

const strangelySpelt: Kind = (who, _other, random) => ({ who: orStranger(who, random), path: random.pick(STRANGE) });

/** As often as they stand here. */
const KINDS: readonly Kind[] = [
  ...[own, own, own, own, own, own],
  ...[somebodyElses, searchedFor, ledgerOf, ledgerOf, ledgerOf],
  ...[asStranger, asStranger],
  ...[page, page, forAdmins],
  ...[forAll, forAll],
  strangelySpelt,
];

/** Somebody reads something. */
export function randomRead(members: readonly Member[], random: Random): Read {
  const who = random.pick(members);
  const other = random.pick(members.filter((member) => member !== who));
  return random.pick(KINDS)(who, other, random);
}

const orStranger = (who: Member, random: Random): Member | null => (random.chance(0.3) ? null : who);

/** Paths that name something of theirs. */
const namedBy = ({ operations, account, secondPage }: Member, random: Random): readonly string[] => [
  `${API}/operations/${random.pick(operations)}`,
  `${API}/operations/${operations[0]}/history`,
  `${API}/operations?account_id=${account}`,
  `${API}/accounts/${account}`,
  secondPage,
];

const searchFor = ({ mark }: Member): string => `${API}/operations?q=${mark}`;

/** Paths by which an auditor reads their ledger. */
const withOwner = ({ userId, operations, account }: Member, random: Random): readonly string[] => [
  `${API}/operations?user_id=${userId}`,
  `${API}/operations/${random.pick(operations)}?user_id=${userId}`,
  `${API}/operations/${operations[0]}/history?user_id=${userId}`,
  `${API}/accounts?user_id=${userId}`,
  `${API}/accounts/${account}?user_id=${userId}`,
];
