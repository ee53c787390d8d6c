import { bearer, believed, byCookie } from '../load/request.ts';
import type { Door } from '../parts/doors.ts';
import type { House } from '../parts/house.ts';

/** Who is faster says nothing unless all say the same. @throws when a peer's page or operation is another than Blotter's. */
export async function assertSameAnswers({ blotter, peers, owners }: House): Promise<void> {
  const { userId, token } = owners[0]!;
  const ours = async (path: string): Promise<string> =>
    text(`http://127.0.0.1:${blotter.port}/api/v1/operations${path}`, bearer(token));
  const page = await ours('?limit=20');
  const rows = JSON.parse(page) as { id: string }[];
  if (rows.length !== 20) throw new Error(`The page has ${rows.length} rows.`);
  const path = `/${rows[0]!.id}`;
  const one = await ours(path);
  for (const peer of [peers.memory, peers.pg]) {
    const base = `http://127.0.0.1:${peer.port}/${userId}/operations`;
    if ((await text(`${base}?limit=20`)) !== page || (await text(`${base}${path}`)) !== one)
      throw new Error('A peer answers other bytes than Blotter.');
  }
  // Sequelize shows decimals as they are stored, with all their zeros.
  const base = `http://127.0.0.1:${peers.sequelize.port}/${userId}/operations`;
  const ids = (JSON.parse(await text(`${base}?limit=20`)) as { id: string }[]).map(({ id }) => id);
  if (String(ids) !== String(rows.map(({ id }) => id)))
    throw new Error('Sequelize finds other operations than Blotter.');
}

/** @throws when an open door shows another operation to one who is believed, or any to nobody. */
export async function assertDoorIsOpen({ server, owners, places }: Door): Promise<void> {
  const { owner, id } = places[0]!;
  const { userId, token, cookie } = owners[owner]!;
  const url = `http://127.0.0.1:${server.port}/api/v1/operations/${id}`;
  const [one, ...others] = [
    await text(url, bearer(token)),
    await text(url, byCookie(cookie)),
    await text(url, believed(userId)),
  ];
  if (others.some((other) => other !== one)) throw new Error('Who asks gets other bytes in another way.');
  const { status } = await fetch(url);
  if (status !== 401) throw new Error(`The open door answers nobody: ${status}.`);
}

async function text(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}
