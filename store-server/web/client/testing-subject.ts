/** What the tests of the disk put into an empty page. */
export { openDatabase, schemaVersion, troubleOf } from "./database.ts";
export { openKeeper } from "./keeper.ts";
export { openLeases, openLocks } from "./locks.ts";
