/** The HTTP surface of customers. A customer's orders are `GET /orders?customerId=`. */
import { listOf } from "@tillbox/shared/contract/common.ts";
import {
  Customer,
  CustomerChange,
  CustomerExport,
  CustomerInput,
  CustomerQuery,
  EraseInput,
} from "@tillbox/shared/contract/customer.ts";
import { Order } from "@tillbox/shared/contract/order.ts";
import { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { z } from "zod";
import { type ReadyJson, type Route, read, write } from "../../http/route.ts";
import { defaultLimit, readPage } from "../../kernel/keyset.ts";
import type { Command, Reads } from "../../kernel/types.ts";
import { changeCustomer, createCustomer, removeCustomer } from "./commands.ts";
import { searchCustomers } from "./directory/rows.ts";
import { eraseCustomer, eraseGuest, eraseReservationGuest, eraseWaitGuest } from "./erasing/commands.ts";
import { exportOf } from "./export/rows.ts";
import { type CustomerState, customers, findCustomer } from "./rows.ts";

const tag = "Customers";
const newestFirst = {
  select: "SELECT created_at, id, state FROM customers",
  order: ["created_at", "id"],
  direction: "DESC",
} as const;

const listJson = (reads: Reads, found: readonly CustomerState[], nextCursor: string | null): ReadyJson => ({
  json: `{"items":[${found.map((state) => customers.view(state, reads)).join(",")}],"nextCursor":${JSON.stringify(nextCursor)}}`,
});

/** A search answers its best matches in one page: whoever is not among them is found by one more letter. */
const found = async (kernel: Reads, search: string, limit: number): Promise<ReadyJson> => {
  const ids = await searchCustomers(kernel, search, limit);
  return listJson(
    kernel,
    ids.flatMap((id) => kernel.get(customers, id) ?? []),
    null,
  );
};

const reads: Route[] = [
  read<CustomerQuery>({
    path: "/customers",
    tag,
    permission: "customer.read",
    summary: "Customers, newest first; with `search` the best matches by name, telephone or mail",
    query: CustomerQuery,
    answers: listOf(Customer),
    run: ({ kernel, query: { search, ...page } }) => {
      if (search !== undefined) return found(kernel, search, page.limit ?? defaultLimit);
      const { items, nextCursor } = readPage(
        kernel.db,
        newestFirst,
        [{ sql: "erased = 0", values: [] }],
        page,
      );
      const states = items.map((row) => JSON.parse(String(row.state)) as CustomerState);
      return listJson(kernel, states, nextCursor);
    },
  }),
  read({
    path: "/customers/:id",
    tag,
    permission: "customer.read",
    summary: "One customer",
    answers: Customer,
    run: ({ kernel, params }) => {
      const customer = findCustomer(kernel, params.id ?? "");
      return { json: customers.view(customer, kernel), version: customer.version };
    },
  }),
  read({
    path: "/customers/:id/export",
    tag,
    permission: "customer.export",
    summary: "Everything that is kept about a person, for the person",
    answers: CustomerExport,
    run: ({ kernel, params }) => ({ json: exportOf(kernel, params.id ?? "", kernel.clock.now()) }),
  }),
];

const writes: Route[] = [
  write({
    method: "post",
    path: "/customers",
    tag,
    status: 201,
    summary: "Add a customer",
    body: CustomerInput,
    answers: Customer,
    prepare: ({ body: { id, commandId: _commandId, ...words } }) => ({
      command: createCustomer,
      input: { id: id ?? newId(), words },
    }),
  }),
  write({
    method: "put",
    path: "/customers/:id",
    tag,
    status: 200,
    summary: "Change the named fields of a customer; null clears",
    body: CustomerChange,
    answers: Customer,
    prepare: ({ body: { commandId: _commandId, ...words }, params }) => ({
      command: changeCustomer,
      input: { id: params.id ?? "", words },
    }),
  }),
  write({
    method: "delete",
    path: "/customers/:id",
    tag,
    status: 204,
    summary: "Remove a customer who never had an order",
    answers: null,
    prepare: ({ params }) => ({ command: removeCustomer, input: { id: params.id ?? "" } }),
  }),
  write({
    method: "post",
    path: "/customers/:id/erase",
    tag,
    status: 200,
    summary: "Erase a person for ever; their orders stay, with their amounts and without a name",
    body: EraseInput.optional(),
    answers: Customer,
    prepare: ({ body, params }) => ({
      command: eraseCustomer,
      input: { id: params.id ?? "", reason: body?.reason ?? null },
    }),
  }),
];

const eraseGuestRoute = (
  path: string,
  what: string,
  command: Command<{ id: string }>,
  answers: z.ZodType,
): Route =>
  write({
    method: "post",
    path: `${path}/:id/erase-guest`,
    tag,
    status: 200,
    summary: `Erase the name, number and note of ${what} whose guest is no customer`,
    body: EraseInput.pick({ commandId: true }).optional(),
    answers,
    prepare: ({ params }) => ({ command, input: { id: params.id ?? "" } }),
  });

export const customerRoutes: Route[] = [
  ...reads,
  ...writes,
  eraseGuestRoute("/orders", "an order", eraseGuest, Order),
  eraseGuestRoute("/reservations", "a reservation", eraseReservationGuest, Reservation),
  eraseGuestRoute("/waitlist", "a place in the line", eraseWaitGuest, WaitEntry),
];
