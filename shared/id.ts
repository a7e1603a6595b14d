import { v7 } from "uuid";

/** A new UUIDv7: ordered by time, so that inserts append (RFC 9562). */
export const newId = (): string => v7();
