import "./connect-parts.css";
import { grouped } from "./links.ts";

/** A fingerprint as people compare it: in groups of four, the first and last in bold. */
export function Fingerprint({ of: whole }: { of: string }) {
  const groups = grouped(whole);
  const isEdge = (index: number): boolean => index < 2 || index >= groups.length - 2;
  return (
    <div class="connect-print">
      <p class="connect-fingerprint ltr">
        {groups.map((group, index) => (
          <span key={`${index}-${group}`} data-edge={isEdge(index) || undefined}>
            {group}
          </span>
        ))}
      </p>
    </div>
  );
}
