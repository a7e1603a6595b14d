import "./skeleton.css";

export interface SkeletonProps {
  /** Any CSS length. */
  width?: string;
  height?: string;
  shape?: "text" | "box" | "round";
}

/** Keeps the place of what is still loading, so that nothing jumps; it shows itself after 400 ms. */
export function Skeleton({ width = "100%", height, shape = "text" }: SkeletonProps) {
  const size = height ?? (shape === "text" ? "1em" : "112px");
  return <span class="ui-skeleton" data-shape={shape} style={{ width, height: size }} aria-hidden="true" />;
}
