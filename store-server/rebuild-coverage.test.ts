import { expect, test } from "vitest";
import { features } from "./features.ts";
import { businessTables } from "./kernel/rebuild.ts";
import { openTestKernel } from "./testing.ts";

/** What the journal does not hold, by intent: credentials and sign-ins, device tokens, stored answers, jobs, cursors. Kept by backups only. */
const operational = [
  "answers",
  "approvals",
  "credentials",
  "cursors",
  "device_seen",
  "device_tokens",
  "jobs",
  "journal",
  "login_attempts",
  "meta",
  "pairing_codes",
  "personal_keys",
  "pictures",
  "sessions",
];

test("every table is either rebuilt from the journal or known to be operational", () => {
  const kernel = openTestKernel();
  const tables = kernel.db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all();
  kernel.close();
  expect(tables.sort()).toEqual([...businessTables(features), ...operational].sort());
});
