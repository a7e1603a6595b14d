/** Fills in what a client may leave out: the ids of an item's parts. */
import { newId } from "@tillbox/shared/id.ts";
import type { MenuItemFields } from "./records/rows.ts";

const withId = <T extends { id?: string }>(part: T): T & { id: string } => ({
  ...part,
  id: part.id ?? newId(),
});

type Group = MenuItemFields["modifierGroups"][number];
type InnerGroup = NonNullable<Group["options"][number]["modifierGroups"]>[number];

const completeInner = (group: InnerGroup): InnerGroup => ({
  ...withId(group),
  options: group.options.map(withId),
});

const completeGroup = (group: Group): Group => ({
  ...withId(group),
  options: group.options.map(({ modifierGroups, ...option }) => ({
    ...withId(option),
    ...(modifierGroups && modifierGroups.length > 0
      ? { modifierGroups: modifierGroups.map(completeInner) }
      : {}),
  })),
});

const completePart = (part: NonNullable<MenuItemFields["parts"]>[number]) => ({
  ...withId(part),
  choices: part.choices.map(({ menuItemId, variantId, surcharge }) => ({
    menuItemId,
    variantId: variantId ?? null,
    surcharge: surcharge ?? 0,
  })),
});

/** Variants, groups, options and parts without an id get one. */
export const completeItem = (fields: Partial<MenuItemFields>): Partial<MenuItemFields> => ({
  ...fields,
  ...(fields.variants ? { variants: fields.variants.map(withId) } : {}),
  ...(fields.modifierGroups ? { modifierGroups: fields.modifierGroups.map(completeGroup) } : {}),
  ...(fields.parts ? { parts: fields.parts.map(completePart) } : {}),
});
