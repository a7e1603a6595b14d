import "./tile.css";
import { words } from "./words.ts";

export interface TileProps {
  name: string;
  /** Already formatted, without the currency sign: "14.50". */
  price: string;
  /** How many are on the open check. */
  count?: number;
  /** Portions left, shown when it is set: the screen decides from which figure on. */
  left?: number;
  soldOut?: boolean;
  imageUrl?: string;
  disabled?: boolean;
  onSelect: () => void;
}

/** A thing of the menu; one tap puts it on the check. */
export function Tile({
  name,
  price,
  count = 0,
  left,
  soldOut = false,
  imageUrl,
  disabled,
  onSelect,
}: TileProps) {
  return (
    <button
      type="button"
      class="ui-tile"
      data-sold-out={soldOut || undefined}
      data-image={imageUrl ? "" : undefined}
      disabled={disabled || soldOut}
      onClick={onSelect}
    >
      {imageUrl && <img src={imageUrl} alt="" loading="lazy" decoding="async" />}
      <span class="ui-tile-name">{name}</span>
      <span class="ui-tile-price">{soldOut ? words.value.soldOut : price}</span>
      {count > 0 && !soldOut && <span class="ui-tile-count">{count}</span>}
      {left !== undefined && !soldOut && (
        <span class="ui-tile-few">
          <bdi>
            {left} {words.value.leftOf}
          </bdi>
        </span>
      )}
    </button>
  );
}
