import { expect, test } from "vitest";
import { categories } from "../features/menu/rows.ts";
import { changeSetting } from "../features/settings/rows.ts";
import { openTestStore } from "../testing.ts";
import { followJournal } from "./follow-journal.ts";

const woken = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const named = (index: number) => ({ id: `category-${index}`, fields: { name: `Category ${index}` } });

test("a follower hears of its own kind only, in order, from where it began", async () => {
  const { kernel, done } = openTestStore();
  await done(categories.create, named(0));
  const heard: string[] = [];
  const stop = followJournal(kernel, "category", ({ id }) => heard.push(id));
  await done(changeSetting, { key: "store.name", value: "Bistro" });
  await done(categories.create, named(1));
  await done(changeSetting, { key: "store.name", value: "Corner" });
  await done(categories.create, named(2));
  await woken();
  expect(heard).toEqual(["category-1", "category-2"]);
  stop();
  await done(categories.create, named(3));
  await woken();
  expect(heard).toHaveLength(2);
  kernel.close();
});

test("more than a page in one commit is told whole", async () => {
  const { kernel, done } = openTestStore();
  const heard: string[] = [];
  followJournal(kernel, "category", ({ id }) => heard.push(id));
  const all = Array.from({ length: 1100 }, (_, index) => named(index));
  await Promise.all(all.map((input) => done(categories.create, input)));
  await woken();
  expect(heard).toEqual(all.map(({ id }) => id));
  kernel.close();
});

test("an entry that its listener cannot bear is not told again, and those after it are", async () => {
  const { kernel, done } = openTestStore();
  const heard: string[] = [];
  followJournal(kernel, "category", ({ id }) => {
    if (id === "category-1") throw new Error("cannot bear it");
    heard.push(id);
  });
  for (const index of [0, 1, 2]) {
    await done(categories.create, named(index));
    await woken();
  }
  expect(heard).toEqual(["category-0", "category-2"]);
  kernel.close();
});
