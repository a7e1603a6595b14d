/** The people of the demo store, by their roles; everybody may know what proves them, so it is refused outside of a demo. */
import type { Role } from "@tillbox/shared/contract/staff.ts";

export type DemoPerson = {
  id: string;
  name: string;
  role: Role;
  username: string;
  password: string;
  pin: string;
};

export const demoPeople: readonly DemoPerson[] = [
  { id: "owner", name: "Owner", role: "owner", username: "owner", password: "demo-owner", pin: "1111" },
  {
    id: "manager",
    name: "Manager",
    role: "manager",
    username: "manager",
    password: "demo-manager",
    pin: "2222",
  },
  {
    id: "waiter",
    name: "Waiter 3",
    role: "waiter",
    username: "waiter",
    password: "demo-waiter",
    pin: "3333",
  },
  {
    id: "cashier",
    name: "Cashier",
    role: "cashier",
    username: "cashier",
    password: "demo-cashier",
    pin: "4444",
  },
  { id: "cook", name: "Cook", role: "cook", username: "cook", password: "demo-cook", pin: "5555" },
];
