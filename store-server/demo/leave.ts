/**
 * A demo lets anybody in: its passwords, PINs and its pairing code are printed. When the folder of a demo is served for real, nobody
 * who came in that way stays: every sign-in ends, every device has to be paired again. A mark in the folder, which backups carry
 * too, says that it was a demo.
 */
import { query } from "../kernel/database.ts";
import type { Kernel } from "../kernel/kernel.ts";

const mark = query<[]>("INSERT INTO meta (key, value) VALUES ('demo', '1') ON CONFLICT (key) DO NOTHING");
const unmark = query<[]>("DELETE FROM meta WHERE key = 'demo'");
const endSessions = query<[string]>(
  "UPDATE sessions SET ended_at = COALESCE(ended_at, ?), end_reason = 'revoked' WHERE ended_at IS NULL OR end_reason = 'logout'",
);
const dropTokens = query<[]>("DELETE FROM device_tokens");
const dropPairings = query<[]>("DELETE FROM pairing_codes");

/** Before anybody is served. True when a demo was left behind. */
export const markOrLeaveDemo = (kernel: Kernel, demo: boolean): Promise<boolean> =>
  kernel.operate(() => {
    const { db, clock } = kernel;
    if (demo) {
      mark.run(db);
      return false;
    }
    if (unmark.run(db) === 0) return false;
    endSessions.run(db, clock.now());
    dropTokens.run(db);
    dropPairings.run(db);
    return true;
  });
