import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { ItemOptions } from "./item-options.tsx";
import { missingOptions, type Options } from "./options.ts";

type Props = {
  item: MenuItem | undefined;
  options: Options;
  isTried: boolean;
  isSent: boolean;
  set(options: Options): void;
};

/** The options of a line that is on the check already; of a sent one the kitchen hears what is different. */
export function LineOptions({ item, options, isTried, isSent, set }: Props) {
  if (!item || item.modifierGroups.length === 0) return null;
  const missing = new Map(missingOptions(item, options));
  return (
    <>
      {isSent && (
        <p class="pos-calm pos-line-told">
          The kitchen has its ticket; of other options it is told the change.
        </p>
      )}
      <ItemOptions
        item={item}
        options={options}
        errorOf={(id) => (isTried ? missing.get(id) : undefined)}
        set={set}
      />
    </>
  );
}
