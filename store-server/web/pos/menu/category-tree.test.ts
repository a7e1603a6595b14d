import type { Category } from "@tillbox/shared/contract/menu.ts";
import { expect, test } from "vitest";
import { mayBeInside, treeOf } from "./category-tree.ts";

const category = (id: string, parentId: string | null): Category => ({
  id,
  name: id,
  parentId,
  color: null,
  sort: 0,
  version: 1,
  createdAt: "",
  updatedAt: "",
});
const all = [
  category("drinks", null),
  category("red", "wine"),
  category("food", null),
  category("wine", "drinks"),
];

test("a category stands behind the one that it is inside of, and one level deeper", () => {
  expect(treeOf(all).map((row) => [row.category.id, row.depth, row.index])).toEqual([
    ["drinks", 0, 0],
    ["wine", 1, 0],
    ["red", 2, 0],
    ["food", 0, 1],
  ]);
  expect(treeOf([category("lost", "gone")]).map(({ depth }) => depth)).toEqual([0]);
});

test("a category never goes inside itself, however deep", () => {
  expect(mayBeInside(all, "drinks").map(({ id }) => id)).toEqual(["food"]);
  expect(mayBeInside(all, null)).toHaveLength(4);
});
