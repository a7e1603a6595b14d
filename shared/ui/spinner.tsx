import "./spinner.css";
import { Icon } from "./icon.tsx";

/** Turns once 400 ms have gone by, so that a quick answer never flickers; keeps its place from the start. */
export function Spinner({ size = 20 }: { size?: number }) {
  return (
    <span class="ui-spinner">
      <Icon name="loader" size={size} />
    </span>
  );
}
