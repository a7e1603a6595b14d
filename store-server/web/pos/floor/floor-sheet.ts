import type { Table } from "@tillbox/shared/contract/floor.ts";

/** What lies over the floor. */
export type FloorSheet =
  | { kind: "guests"; table: Table }
  | { kind: "table"; table: Table }
  | { kind: "bookings" }
  | { kind: "book" }
  | { kind: "wait" }
  | { kind: "booking"; id: string }
  | { kind: "waiting"; id: string };
