import type { ComponentProps } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Refused } from "../refusal.tsx";

/** Why the box said no, at the end of a sheet that may be longer than the screen: brought into sight when it is said. */
export function RefusedInSight(props: ComponentProps<typeof Refused>) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.problem) box.current?.scrollIntoView({ block: "end" });
  }, [props.problem]);
  return (
    <div ref={box} class="pos-look-refused">
      <Refused {...props} />
    </div>
  );
}
