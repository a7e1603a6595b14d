/** Loaded into a box that has to fail the load: nothing bounds what waits for a socket. */
import { liveDefaults } from "../../store-server/live/types.ts";

const unbounded = Number.MAX_SAFE_INTEGER;
Object.assign(liveDefaults, { soft_bytes: unbounded, hard_bytes: unbounded, stall_ms: 2_000_000_000 });
