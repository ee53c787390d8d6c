import { expect } from 'chai';
import type { AuditEvent } from '#application/ports/audit-log.ts';
import type { AuditFilter, AuditRow } from '#application/ports/audit-queries.ts';
import { AUDIT_ACTIONS } from '#domain/identity/audit-action.ts';
import { ids, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const NOWHERE = { address: null, userAgent: null };

/** What every AuditLog does, with the AuditQueries at its other end. */
export function auditLogContract(adapter: string, open: OpenStore): void {
  describe(`The audit log (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const record = (event: Partial<AuditEvent> = {}) =>
      store.unitOfWork.run(({ audit }) =>
        audit.record({
          action: 'sign_in.failed',
          by: { userId: null, credentialId: null, client: NOWHERE },
          to: null,
          ...event,
        }),
      );
    const by = (userId: string) => ({ userId, credentialId: null, client: NOWHERE });
    const list = (filter: AuditFilter = {}, limit = 200, before: string | null = null) =>
      store.audit.list({ filter, limit, before });
    const newest = async (): Promise<AuditRow | undefined> => (await list({}, 1)).rows[0];

    it('tells an event as it was recorded, with the addresses of the users as they are now', async () => {
      const [{ user: ada }, { user: bea }] = [await settle(store), await settle(store)];
      const credentialId = ids.next();
      const details = { scopes: ['jobs', "it's ☃ $1"], account_ids: null, token_id: ids.next() };
      const started = Date.now();
      await record({
        action: 'token.created',
        by: { userId: ada.id, credentialId, client: { address: '2001:db8::1', userAgent: 'A\n"browser" ☃' } },
        to: { userId: bea.id },
        details,
      });
      const { id, at, ...told } = (await newest())!;
      expect(told).to.deep.equal({
        action: 'token.created',
        actor_id: ada.id,
        actor_email: ada.email,
        credential_id: credentialId,
        address: '2001:db8::1',
        user_agent: 'A\n"browser" ☃',
        subject_id: bea.id,
        subject_email: bea.email,
        details,
      });
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(new Date(at).getTime()).to.be.within(started - 5_000, Date.now() + 5_000);
    });

    it('finds whom an event concerns by an address, and nobody by an unknown one', async () => {
      const { user } = await settle(store);
      await record({ to: { email: user.email } });
      expect(await newest()).to.include({ subject_id: user.id, subject_email: user.email });
      await record({ to: { email: `${ids.next()}@example.com` } });
      expect(await newest()).to.include({ subject_id: null, subject_email: null });
    });

    it('knows every action', async () => {
      for (const action of AUDIT_ACTIONS) {
        await record({ action });
        expect((await newest())?.action).to.equal(action);
      }
    });

    it('has nothing of a work that failed', async () => {
      const before = (await newest())?.id;
      await store.unitOfWork
        .run(async ({ audit }) => {
          await audit.record({ action: 'user.removed', by: by(ids.next()), to: null });
          throw new Error('given up');
        })
        .catch(() => {});
      expect((await newest())?.id).to.equal(before);
    });

    it('outlives the users that it tells of', async () => {
      const { user } = await settle(store);
      await record({ by: by(user.id), to: { userId: user.id } });
      await store.unitOfWork.run(({ users }) => users.delete(user.id));
      expect(await newest()).to.include({
        actor_id: user.id,
        actor_email: null,
        subject_id: user.id,
        subject_email: null,
      });
    });

    it('is told newest first, page by page, and says exactly when it goes on', async () => {
      const actor = ids.next();
      for (const action of ['user.disabled', 'user.enabled', 'user.disabled'] as const)
        await record({ action, by: by(actor) });
      const all = (await list({ userId: actor })).rows.map(({ id }) => id);
      expect(all).to.deep.equal([...all].sort().reverse());
      const paged: (readonly [string[], boolean])[] = [];
      let before: string | null = null;
      do {
        const { rows, more } = await list({ userId: actor }, 2, before);
        paged.push([rows.map(({ id }) => id), more]);
        before = more ? (rows.at(-1)?.id ?? null) : null;
      } while (before !== null);
      expect(paged).to.deep.equal([
        [all.slice(0, 2), true],
        [all.slice(2), false],
      ]);
    });

    it('is narrowed to what a user did and what was done to them, to an action, and to both', async () => {
      const [ada, bea] = [ids.next(), ids.next()];
      await record({ action: 'user.disabled', by: by(ada), to: { userId: bea } });
      await record({ action: 'user.enabled', by: by(ada), to: { userId: ada } });
      await record({ action: 'user.disabled', by: by(bea), to: { userId: ada } });
      await record({ action: 'email.verified' });
      const told = async (filter: AuditFilter) =>
        (await list(filter)).rows.map(({ action, actor_id, subject_id }) => [action, actor_id, subject_id]);
      const events = [
        ['user.disabled', bea, ada],
        ['user.enabled', ada, ada],
        ['user.disabled', ada, bea],
      ];
      expect(await told({ userId: ada })).to.deep.equal(events);
      expect(await told({ userId: bea })).to.deep.equal([events[0], events[2]]);
      expect(await told({ userId: ada, action: 'user.enabled' })).to.deep.equal([events[1]]);
      expect(await told({ userId: ids.next() })).to.deep.equal([]);
      expect((await list({ action: 'email.verified' })).rows.map(({ action }) => action)).to.satisfy(
        (actions: string[]) => actions.length > 0 && actions.every((action) => action === 'email.verified'),
      );
    });
  });
}
