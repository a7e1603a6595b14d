/** Groups of options while they are edited: a price may be half typed. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";

export type Group = MenuItem["modifierGroups"][number];
type Option = Group["options"][number];
export type OptionDraft = { id: string; name: string; price: number | null; groups: readonly Group[] };
export type GroupDraft = {
  id: string;
  name: string;
  min: number;
  max: number;
  options: readonly OptionDraft[];
};

/** As the box has it, with whatever is inside its options; a group inside an option has none there. */
export const draftOf = ({ id, name, min, max, options }: Group): GroupDraft => ({
  id,
  name,
  min,
  max,
  options: options.map((option) => ({
    id: option.id,
    name: option.name,
    price: option.price,
    groups: option.modifierGroups ?? [],
  })),
});

export const newOption = (): OptionDraft => ({ id: newId(), name: "", price: 0, groups: [] });
/** Of a new group exactly one is chosen, as of a way of cooking. */
export const newGroup = (): GroupDraft => ({
  id: newId(),
  name: "",
  min: 1,
  max: 1,
  options: [newOption(), newOption()],
});

const optionOf = ({ id, name, price, groups }: OptionDraft): Option => ({
  id,
  name: name.trim(),
  price: price ?? 0,
  ...(groups.length > 0 ? { modifierGroups: [...groups] } : {}),
});

export const groupOf = ({ id, name, min, max, options }: GroupDraft): Group => ({
  id,
  name: name.trim(),
  min,
  max,
  options: options.map(optionOf),
});

/** What stands in the way, by field: `name`, `min`, `max`, `<option id> name`, `<option id> price`, `options`. */
export const errorsOf = (draft: GroupDraft): ReadonlyMap<string, string> => {
  const errors = new Map<string, string>();
  if (draft.name.trim() === "") errors.set("name", "Say what is chosen here, like Sauce.");
  if (draft.options.length === 0) errors.set("options", "Add at least one option.");
  if (draft.min > draft.max) errors.set("min", "At least cannot be more than at most.");
  // One option may be taken more than once only by a party who says so; a group that nobody can satisfy stops every sale.
  if (draft.min > draft.options.length)
    errors.set("min", `There are only ${draft.options.length} options to choose from.`);
  const names = draft.options.map(({ name }) => name.trim().toLocaleLowerCase());
  draft.options.forEach(({ id, name, price }, index) => {
    const own = name.trim().toLocaleLowerCase();
    if (own === "") errors.set(`${id} name`, "Give it a name.");
    else if (names.indexOf(own) < index) errors.set(`${id} name`, "This name is there already.");
    if (price === null) errors.set(`${id} price`, "Enter an amount, 0 for free.");
  });
  return errors;
};

/** The same group for another item: ids are one item's own. */
export const copyOf = (group: Group): Group => ({
  ...group,
  id: newId(),
  options: group.options.map((option) => ({
    ...option,
    id: newId(),
    ...(option.modifierGroups
      ? {
          modifierGroups: option.modifierGroups.map((inner) => ({
            ...inner,
            id: newId(),
            options: inner.options.map((each) => ({ ...each, id: newId() })),
          })),
        }
      : {}),
  })),
});

/** One place earlier in the list. */
export const movedUp = <T>(list: readonly T[], index: number): T[] => {
  const [before, item] = [list[index - 1], list[index]];
  return before === undefined || item === undefined ? [...list] : list.toSpliced(index - 1, 2, item, before);
};
