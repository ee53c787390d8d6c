import { expect } from 'chai';
import { aRegistration } from '../support/builders.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { errorBeside, fieldOf, titleOf, Visitor, valueIn, whereTo } from './visitor.ts';

describe('The page to register', () => {
  let app: TestApp;
  let visitor: Visitor;

  const registration = (overrides: object = {}) => {
    const fields = aRegistration(overrides);
    app.secrets.add(fields.password);
    return fields;
  };

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(() => {
    visitor = new Visitor(app.origin);
  });

  it('signs the new person in, by a cookie that no script can read, and goes home', async () => {
    const fields = registration({ username: 'Ada Lovelace' });
    const answer = await visitor.post('/register', fields);
    expect([whereTo(answer), answer.text]).to.deep.equal(['303 /', '']);
    expect(answer.cookies.find((cookie) => cookie.startsWith('blotter='))).to.match(/HttpOnly/);
    const home = await visitor.get('/');
    expect([home.status, titleOf(home)]).to.deep.equal([200, 'Newest operations – Blotter']);
    expect(home.text).to.include('Ada Lovelace').and.to.include(fields.email);
    expect(whereTo(await visitor.get('/register'))).to.equal('303 /');
  });

  it('says beside each field what is wrong with it, and keeps what was typed except the password', async () => {
    const password = app.secrets.add('shorty!');
    const answer = await visitor.post('/register', { email: 'ada at home', username: 'Ada', password });
    expect([answer.status, titleOf(answer)]).to.deep.equal([422, 'Error: Register – Blotter']);
    expect(errorBeside(answer, 'email')).to.match(/not an e-mail address/);
    expect(errorBeside(answer, 'username')).to.equal(null);
    expect(errorBeside(answer, 'password')).to.match(/at least 8 characters/);
    expect([valueIn(answer, 'email'), valueIn(answer, 'username')]).to.deep.equal(['ada at home', 'Ada']);
    expect([fieldOf(answer, 'password').includes('value'), answer.text.includes(password)]).to.deep.equal([
      false,
      false,
    ]);
    expect(answer.cookies).to.deep.equal([]);
  });

  it('asks for what was not filled in, or came twice, in the order of the form', async () => {
    for (const body of [
      '',
      'email=&username=&password=',
      'email=a&email=b&username=&username=&password=a&password=b',
    ]) {
      const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
      const answer = await visitor.send('POST', '/register', body, form);
      expect(answer.status).to.equal(422);
      const links = [...answer.text.matchAll(/<a href="#(\w+)">([^<]*)</g)].map(([, to, text]) => `${to}: ${text}`);
      expect(links).to.deep.equal([
        'email: E-mail address: This field is required.',
        'username: Name: This field is required.',
        'password: Password: This field is required.',
      ]);
    }
  });

  it('says that an address is taken, beside it', async () => {
    const { email } = (await app.signedUp()).user;
    const answer = await visitor.post('/register', registration({ email }));
    expect([answer.status, errorBeside(answer, 'email')?.slice(0, 8)]).to.deep.equal([409, 'Somebody']);
  });
});
