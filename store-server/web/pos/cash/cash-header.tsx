import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import type { ComponentChildren } from "preact";
import { usePos } from "../pos.ts";

type Section = "cash" | "day";

/** The way between drawer and day, for whoever may see both. */
export function CashSections({ now }: { now: Section }) {
  const { client, router } = usePos();
  const { may } = client.session;
  if (!may("drawer.manage") || !may("day.read")) return null;
  return (
    <SegmentedControl
      label="Cash"
      wide
      segments={[
        { id: "cash", label: "Drawer" },
        { id: "day", label: "Day" },
      ]}
      value={now}
      onSelect={(id) => router.go({ page: id === "day" ? "day" : "cash" }, "replace")}
    />
  );
}

type Props = { title: string; now: Section; children?: ComponentChildren };

/** Title of the left side, and the way between drawer and day. */
export function CashHeader({ title, now, children }: Props) {
  return (
    <>
      <PageHeader title={title} end={children} />
      <CashSections now={now} />
    </>
  );
}
