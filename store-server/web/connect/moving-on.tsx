import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { useState } from "preact/hooks";
import { type ScreenKind, screenAt } from "../common/connect/links.ts";
import { leftHere, wayOn } from "../common/connect/moving.ts";

type Left = { page: ScreenKind; count: number };

/** Goes on at the encrypted address, if nothing that was tapped stays behind at this one. `code`: one that was scanned. */
export const useMoving = (origin: string, code: string | null) => {
  const [left, setLeft] = useState<Left | null>(null);
  const [failure, setFailure] = useState("");
  const [isBusy, setBusy] = useState(false);
  const move = async (page: ScreenKind): Promise<void> => {
    setBusy(true);
    setFailure("");
    try {
      const count = await leftHere(page);
      setLeft(count > 0 ? { page, count } : null);
      if (count === 0) location.assign(await wayOn(origin, page, code));
    } catch {
      setFailure("The box does not answer, or this browser's storage cannot be read. Try again.");
    }
    setBusy(false);
  };
  return { left, failure, isBusy, move };
};

/** What would be lost from sight, and how to send it first. */
export function StaysBehind({ left, failure }: Pick<ReturnType<typeof useMoving>, "left" | "failure">) {
  if (failure !== "")
    return (
      <Banner tone="bad" icon="alert">
        {failure}
      </Banner>
    );
  if (!left) return null;
  const { page, count } = left;
  const open = (): void => location.assign(screenAt("", page, null));
  return (
    <Banner tone="attention" icon="alert" action={<Button onClick={open}>Open it here</Button>}>
      {count === 1 ? "1 tap on this device is" : `${count} taps on this device are`} not sent yet, or refused,
      and would stay behind at this address. Open the screen here until nothing is left under its connection,
      then come back.
    </Banner>
  );
}
