/** Categories inside categories. Pure. */
import type { Category } from "@tillbox/shared/contract/menu.ts";

export type TreeRow = { category: Category; depth: number; siblings: readonly Category[]; index: number };

/** Each category behind the one that it is inside of; what hangs on a category that is gone stands at the top. */
export const treeOf = (all: readonly Category[]): TreeRow[] => {
  const known = new Set(all.map(({ id }) => id));
  const inside = (parentId: string | null, depth: number): TreeRow[] => {
    const siblings = all.filter((category) =>
      parentId === null
        ? category.parentId === null || !known.has(category.parentId)
        : category.parentId === parentId,
    );
    return siblings.flatMap((category, index) => [
      { category, depth, siblings, index },
      ...(depth < 10 ? inside(category.id, depth + 1) : []),
    ]);
  };
  return inside(null, 0);
};

/** Where a category may stand: not inside itself. */
export const mayBeInside = (all: readonly Category[], id: string | null): Category[] => {
  if (id === null) return [...all];
  const own = new Set([id]);
  for (const { category } of treeOf(all))
    if (category.parentId !== null && own.has(category.parentId)) own.add(category.id);
  return all.filter((category) => !own.has(category.id));
};
