import "./qr-block.css";
import { useMemo } from "preact/hooks";
import { qrModules } from "../qr-code.ts";

export interface QrBlockProps {
  /** What the camera reads. */
  text: string;
  /** Said by a screen reader: what scanning it does. */
  label: string;
}

/** A light margin of four modules belongs to the symbol (ISO/IEC 18004, 6.3.8). */
const margin = 4;

/** One path for all dark modules: a row at a time, neighbours as one stroke. */
const pathOf = (modules: readonly (readonly boolean[])[]): string =>
  modules
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return [];
        const end = row.findIndex((next, at) => at > x && !next);
        return `M${x + margin} ${y + margin}h${(end === -1 ? row.length : end) - x}v1H${x + margin}z`;
      }),
    )
    .join("");

/** A code for a camera: dark on white in both themes, because many cameras read no other. */
export function QrBlock({ text, label }: QrBlockProps) {
  const { path, size } = useMemo(() => {
    const modules = qrModules(text, "M");
    return { path: pathOf(modules), size: modules.length + 2 * margin };
  }, [text]);
  return (
    <div class="ui-qr">
      <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
        <path d={path} />
      </svg>
    </div>
  );
}
