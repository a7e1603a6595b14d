import { useSave } from "../team/use-save.ts";
import { movedUp } from "./option-draft.ts";

type Placed = { id: string; sort: number };

/** Puts something before the one above it. All of them get the places that make it so; only those that differ are sent. */
export const useMoveUp = (path: string) => {
  const { run, isBusy, problem } = useSave();
  const place = ([first, ...rest]: readonly (readonly [Placed, number])[]): void => {
    if (!first) return;
    const [{ id }, sort] = first;
    const save = { method: "PUT", path: `${path}/${encodeURIComponent(id)}`, body: { sort } } as const;
    void run(save, () => place(rest));
  };
  const move = (all: readonly Placed[], index: number): void =>
    place(movedUp(all, index).flatMap((one, sort) => (one.sort === sort ? [] : [[one, sort] as const])));
  return { move, isBusy, problem };
};
