/**
 * What an item names outside the menu: the stations that make it, its picture. Each has to be there when it is named; what an item had
 * before is left alone, so data of older versions and of a restored box can still be edited.
 */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import type { Reads } from "../../../kernel/types.ts";
import { stations } from "../../printer/rows.ts";
import { isOverlay } from "../overlay.ts";

type Named = Pick<MenuItem, "stations" | "image">;

const pictureExists = query<[string], { name: string }>("SELECT name FROM pictures WHERE name = ?");

/** `/images/` holds those that come with the demo store. A file of another store may name pictures that were left there. */
const picturePath = /^\/(pictures|images)\/([A-Za-z0-9][A-Za-z0-9._-]{0,99})$/;

const checkImage = (image: string, reads: Reads): void => {
  const [, folder, name = ""] = picturePath.exec(image) ?? [];
  if (folder === undefined)
    throw invalid("image", "must be what POST /api/pictures answered, like /pictures/0a1b.jpg");
  if (folder === "pictures" && !isOverlay(reads) && !pictureExists.get(reads.db, name))
    throw invalid("image", "there is no such picture on this box. Send it to POST /api/pictures first");
};

/** Throws `invalid` with the field. `before`: the item as it was, undefined for a new one. */
export const checkNamed = (item: Named, before: Named | undefined, reads: Reads): void => {
  item.stations.forEach((id, index) => {
    if (!before?.stations.includes(id) && !reads.get(stations.entity, id))
      throw invalid(`stations.${index}`, `there is no station ${id}`);
  });
  if (item.image !== null && item.image !== before?.image) checkImage(item.image, reads);
};
