/**
 * The real hub on a real Postgres, for fewer seeds: the box's requests reach it by its own HTTP, after and before the virtual network. Time
 * waits while it works, so what it answers does not hang on how busy the machine is.
 */
import { zstdCompressSync } from "node:zlib";
import type { SalesDelta } from "@tillbox/cloud-hub/sales.ts";
import { asSuperuser, openTestHub, type TestHub } from "@tillbox/cloud-hub/testing.ts";
import { enrolStore } from "@tillbox/cloud-hub/testing-client.ts";
import { readIdentity } from "@tillbox/store-server/kernel/identity.ts";
import { databaseOf } from "./box.ts";
import type { Hub } from "./hub.ts";
import type { Time } from "./time.ts";
import type { Ask, Said } from "./transport.ts";

const passOn = async (hub: TestHub, token: string, { method, path, headers, body }: Ask): Promise<Said> => {
  const isBatch = path.endsWith("/batches");
  const response = await fetch(hub.url + path, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    body: body !== null && isBatch ? new Uint8Array(zstdCompressSync(body)) : body,
  });
  return {
    status: response.status,
    headers: { "content-type": "application/json" },
    body: await response.text(),
  };
};

const rowsOf = <T extends object>(hub: TestHub, sql: string): Promise<T[]> =>
  asSuperuser(hub.databaseUrl, async (client) => (await client.query<T>(sql)).rows);

const salesOf = async (hub: TestHub): Promise<SalesDelta[]> => {
  const sums = ["orders", "gross", "net", "tax", "discounts", "tips"];
  const columns = sums.map((name) => `${name}::float8 AS ${name}`).join(", ");
  return rowsOf<SalesDelta>(
    hub,
    `SELECT kind, business_day::text AS "businessDay", key, ${columns} FROM sales`,
  );
};

/** A fresh hub at which the store of `bytes` is enrolled, for one seed. */
export const openPostgresHub = async (bytes: Buffer): Promise<(time: Time) => Hub> => {
  const hub = await openTestHub();
  const db = databaseOf(bytes);
  const { storeId } = readIdentity(db);
  db.close();
  const enrolled = await enrolStore(hub.url, hub.enrolmentCode, storeId);
  if (enrolled.status !== 200) throw new Error(`the store could not enrol: ${JSON.stringify(enrolled.body)}`);
  const token = String(enrolled.body["token"]);
  let isUp = true;
  return (time) => ({
    serve: (ask, answer) => {
      if (isUp) void time.outside(() => passOn(hub, token, ask)).then(answer);
      return isUp;
    },
    journal: async () =>
      (await rowsOf<{ bytes: string }>(hub, "SELECT bytes FROM journal ORDER BY epoch, seq")).map(
        (row) => row.bytes,
      ),
    sales: () => salesOf(hub),
    unreadable: async () =>
      (await rowsOf<{ reason: string }>(hub, "SELECT reason FROM unreadable_sales")).map(
        ({ reason }) => reason,
      ),
    setUp: (up) => {
      isUp = up;
    },
    close: hub.close,
  });
};
