import { v7 } from "uuid";

let mint: () => string = () => v7();

/** A new UUIDv7: ordered by time, so that inserts append (RFC 9562). */
export const newId = (): string => mint();

/** For a simulation, whose ids have to be the same at every replay: `source` makes them until the returned function is called. */
export const mintIdsWith = (source: () => string): (() => void) => {
  const before = mint;
  mint = source;
  return () => {
    mint = before;
  };
};
