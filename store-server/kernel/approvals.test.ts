import { afterEach, beforeEach, expect, test } from "vitest";
import { approvalLife_ms, grantApproval, withdrawApprovals } from "./approvals.ts";
import { readSince } from "./journal.ts";
import { addLine, closeTab, openTab, tabEntity } from "./testing/tab-feature.ts";
import { faultsOf, openTabStore, type TabStore, waiter } from "./testing/tab-store.ts";
import type { Actor, Answer, Command } from "./types.ts";

const trainee: Actor = { ...waiter, userId: "trainee-1", permissions: new Set(["tab.write"]) };
/** As an order does it: bound to the tab, worth what is on it. */
const close: Command<{ id: string }> = {
  ...closeTab,
  target: ({ id }) => ({ entity: "tab", id }),
  approvalAmount: ({ id }, { reads }) => reads.get(tabEntity, id)?.total ?? 0,
};

let store: TabStore;
let wall: number;
beforeEach(async () => {
  wall = Date.UTC(2026, 4, 4, 18);
  store = openTabStore(":memory:", { wall: () => wall });
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
  await store.send(addLine, { id: "t1", line: { id: "l1", price: 250 } });
});
afterEach(() => {
  const faults = faultsOf(store.db);
  store.kernel.close();
  if (faults.length > 0) throw new Error(`left behind: ${faults.join(", ")}`);
});

const grant = (token: string, more: object = {}): Promise<string> => {
  const approval = {
    token,
    action: "tab.close",
    subjectId: "t1",
    amount: null,
    about: null,
    approvedBy: "manager-1",
  };
  const at = store.kernel.clock.now();
  return store.kernel.operate(() => grantApproval(store.db, { ...approval, askedBy: trainee, ...more }, at));
};
const tryClose = (approval: string, commandId: string): Promise<Answer> =>
  store.kernel.execute({
    command: close,
    input: { id: "t1" },
    commandId,
    fingerprint: "close t1",
    actor: trainee,
    approval,
  });
const said = (answer: Answer): string => (answer.ok ? "done" : answer.refusal.message);

test("the entries of an approved command name who approved, those of others do not", async () => {
  await grant("yes");
  expect((await tryClose("yes", "c1")).ok).toBe(true);
  const approvers = readSince(store.db, 0, 10).map(
    (row) => (JSON.parse(row.bytes) as { approvedBy?: string }).approvedBy,
  );
  expect(approvers).toEqual([undefined, undefined, "manager-1"]);
});

test("two commands at once with the same approval: one goes through", async () => {
  await grant("yes");
  await store.send(openTab, { id: "t2", guest: "Guest 2" });
  const answers = await Promise.all(["c1", "c2", "c3"].map((id) => tryClose("yes", id)));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.map(said).filter((text) => text.includes("used before"))).toHaveLength(2);
});

test("ends after two minutes, not before", async () => {
  await grant("late");
  await grant("in time");
  wall += approvalLife_ms;
  expect(said(await tryClose("late", "c1"))).toContain("ran out");
  wall -= 1;
  await grant("fresh");
  expect((await tryClose("fresh", "c2")).ok).toBe(true);
});

test("for less than is at stake does not count", async () => {
  await grant("small", { amount: 249 });
  expect(said(await tryClose("small", "c1"))).toContain("249 at most, and 250");
  await grant("enough", { amount: 250 });
  expect((await tryClose("enough", "c2")).ok).toBe(true);
});

const submit = (command: Command<{ id: string }>, approval: string | undefined, commandId: string) =>
  store.kernel.execute({
    command,
    input: { id: "t1" },
    commandId,
    fingerprint: "close t1",
    actor: trainee,
    approval,
  });

test("that names no amount is for what was refused before it, and not for what grew since", async () => {
  expect((await submit(close, undefined, "c1")).ok).toBe(false);
  await grant("blank");
  await store.send(addLine, { id: "t1", line: { id: "l2", price: 1 } });
  expect(said(await submit(close, "blank", "c2"))).toContain("250 at most, and 251");
  await grant("again");
  expect((await submit(close, "again", "c3")).ok).toBe(true);
});

test("is for whose money the refusal said, when it says nothing itself", async () => {
  const charge = (account: string): Command<{ id: string }> => ({ ...close, approvalAbout: () => account });
  const refused = await submit(charge("account-a"), undefined, "c1");
  expect(refused).toMatchObject({ refusal: { details: { approval: { about: "account-a", amount: 250 } } } });
  await grant("for a");
  expect(said(await submit(charge("account-b"), "for a", "c2"))).toContain("something else");
  await grant("for a, after a try with b", { about: "account-a" });
  expect((await submit(charge("account-a"), "for a, after a try with b", "c3")).ok).toBe(true);
});

test("has to name an amount that nothing else bounds", async () => {
  const free: Command<{ id: string }> = { ...close, approvalNamesAmount: true };
  await grant("blank");
  expect(said(await submit(free, "blank", "c1"))).toContain("names no amount, and 250");
  await grant("after the refusal");
  expect((await submit(free, "after the refusal", "c2")).ok).toBe(true);
});

test("is withdrawn with its approver", async () => {
  await grant("yes");
  await store.kernel.operate(() => withdrawApprovals(store.db, "manager-1"));
  expect(said(await tryClose("yes", "c1"))).toContain("not known");
});

test("a command that breaks after it was let through gives the approval back", async () => {
  await grant("yes");
  const breaking: Command<{ id: string }> = {
    ...close,
    decide: (input, context) => ({
      ...close.decide(input, context),
      alongside: () => {
        throw new Error("broke");
      },
    }),
  };
  const request = { input: { id: "t1" }, fingerprint: "x", actor: trainee, approval: "yes" };
  await expect(store.kernel.execute({ ...request, command: breaking, commandId: "c1" })).rejects.toThrow(
    "broke",
  );
  expect((await tryClose("yes", "c2")).ok).toBe(true);
});
