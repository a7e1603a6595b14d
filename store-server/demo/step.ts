/** A command that somebody gave at a minute of the day, under an id that is the same in every run; and who those people are. */
import type { Role } from "@tillbox/shared/contract/staff.ts";
import { permissionsOf } from "@tillbox/shared/permissions.ts";
import type { Actor, Command } from "../kernel/types.ts";
import type { Visit } from "./visits.ts";

/** What the bill of an order comes to when its wave begins; paid or not, so that a repeated run gives the same tips. */
export type TotalOf = (orderId: string) => number;
/** What should be in a drawer when its wave begins. */
export type CashIn = (drawerId: string) => number;
export type Step = {
  minute: number;
  actor: Actor;
  commandId: string;
  command: Command<never>;
  /** Asked when the step's wave begins. */
  input(totalOf: TotalOf, cashIn: CashIn): unknown;
};

const actorOf = (role: Role, userId: string | null, name: string): Actor => ({
  userId,
  name,
  role,
  deviceId: null,
  permissions: new Set(permissionsOf[role]),
});
export const manager = actorOf("manager", "manager", "Manager");
export const waiter = actorOf("waiter", "waiter", "Waiter 3");
export const cashier = actorOf("cashier", "cashier", "Cashier");
export const cook = actorOf("cook", "cook", "Cook");
export const kiosk = actorOf("kiosk", null, "Kiosk");

/** Who looks after the order: the waiter most tables, the manager every sixth, the cashier the counter. */
export const hostOf = (visit: Visit): Actor => {
  if (visit.tableId === null) return cashier;
  return visit.index % 6 === 0 ? manager : visit.index % 5 === 0 ? cashier : waiter;
};

export type Names = { orderId: string; prefix: string };
type Draft<I> = {
  minute: number;
  actor: Actor;
  name: string;
  command: Command<I>;
  input(totalOf: TotalOf, cashIn: CashIn): I;
};

export const step = <I>(
  { prefix }: Pick<Names, "prefix">,
  { minute, actor, name, command, input }: Draft<I>,
): Step => ({
  minute,
  actor,
  commandId: `${prefix}:${name}`,
  command: command,
  input,
});
