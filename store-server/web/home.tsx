import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { useEffect, useState } from "preact/hooks";
import { useDemo } from "./common/demo.ts";

const pages: readonly { href: string; title: string; what: string; icon: IconName }[] = [
  { href: "/pos/", title: "Waiter", what: "Floor, checks, payment", icon: "floor" },
  { href: "/kitchen/", title: "Kitchen", what: "Tickets of a station", icon: "chef" },
  {
    href: "/connect/",
    title: "Connect a device",
    what: "Encryption, pairing, a sheet for the wall",
    icon: "tablet",
  },
  { href: "/status/", title: "Status", what: "Network, encryption, printers, disk", icon: "activity" },
  { href: "/docs", title: "Interfaces", what: "What other programs can do with this box", icon: "plug" },
];

const minute_ms = 60_000;

/** The device's own day and time; here nothing is known of the store yet. */
const useNow = (): { day: string; time: string } => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute_ms / 4);
    return () => clearInterval(timer);
  }, []);
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat("en-GB", options).format(now);
  return {
    day: format({ weekday: "long", day: "numeric", month: "long" }),
    time: format({ hour: "2-digit", minute: "2-digit" }),
  };
};

/** Where this device goes from here. */
export function Home() {
  const { day, time } = useNow();
  const isDemo = useDemo();
  return (
    <SignInFrame store={isDemo ? "Demo store" : "Tillbox"} day={day} time={time}>
      <nav class="home" aria-label="Screens">
        <h2>What is this device for</h2>
        {pages.map(({ href, title, what, icon }) => (
          <a key={href} class="home-link" href={href}>
            <span>
              <Icon name={icon} size={28} />
            </span>
            <span>
              <b>{title}</b>
              <small>{what}</small>
            </span>
            <Icon name="chevron-right" mirrored />
          </a>
        ))}
      </nav>
    </SignInFrame>
  );
}
