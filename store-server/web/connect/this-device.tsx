import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Spinner } from "@tillbox/shared/ui/spinner.tsx";
import { useState } from "preact/hooks";
import type { Connect } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { type Carried, encryptedOrigin, type ScreenKind, screenAt } from "../common/connect/links.ts";
import { type Trust, useTrust } from "../common/connect/trust.ts";
import { StaysBehind, useMoving } from "./moving-on.tsx";
import { type PlatformId, platformOf, platforms } from "./platforms.ts";

const go = (url: string): void => location.assign(url);

function TrustSteps() {
  const [chosen, setChosen] = useState<PlatformId>(platformOf(navigator.userAgent, navigator.maxTouchPoints));
  const platform = platforms.find(({ id }) => id === chosen);
  if (!platform) return null;
  return (
    <>
      <div class="connect-platforms" role="radiogroup" aria-label="Kind of device">
        {platforms.map(({ id, label }) => (
          <Chip key={id} role="radio" on={id === chosen} onToggle={() => setChosen(id)}>
            {label}
          </Chip>
        ))}
      </div>
      <a class="connect-download" href={platform.download.href}>
        <Icon name="download" size={22} />
        {platform.download.label}
      </a>
      <ol class="connect-list">
        {platform.steps.map((step) => (
          <li key={step}>
            <bdi>{step}</bdi>
          </li>
        ))}
      </ol>
      {platform.commands && <pre class="connect-commands ltr">{platform.commands.join("\n")}</pre>}
      <p class="connect-shows">
        To compare afterwards: <bdi>{platform.shows}</bdi>.
      </p>
    </>
  );
}

const headings: Readonly<Record<Trust, string>> = {
  encrypted: "This device is connected safely",
  trusted: "This device trusts the box",
  trying: "Does this device trust the box?",
  untrusted: "This device does not trust the box yet",
};
const details: Readonly<Record<Trust, string>> = {
  encrypted:
    "Everything between this device and the box is encrypted. It also works while the box is out of reach.",
  trusted: "Go on to the encrypted till. Nothing else is needed here.",
  trying: "One moment.",
  untrusted: "Do the steps below. This page sees by itself when it is done.",
};

type ScreensProps = { isBusy: boolean; onOpen(page: ScreenKind): void };
function Screens({ isBusy, onOpen }: ScreensProps) {
  return (
    <div class="connect-screens">
      <Button size="l" icon="chef" disabled={isBusy} onClick={() => onOpen("kitchen")}>
        Kitchen screen
      </Button>
      <Button kind="primary" size="l" icon="floor" disabled={isBusy} onClick={() => onOpen("pos")}>
        Open the till
      </Button>
    </div>
  );
}

function TrustCard({ trust, origin, carried }: { trust: Trust; origin: string; carried: Carried }) {
  const moving = useMoving(origin, carried.code);
  const isDone = trust === "encrypted" || trust === "trusted";
  const open = (page: ScreenKind): void => {
    if (trust === "encrypted") go(screenAt(location.origin, page, carried.code));
    else void moving.move(page);
  };
  return (
    <>
      <section class="connect-trust" data-done={isDone || undefined} role="status">
        <span class="connect-trust-mark">
          {trust === "trying" ? <Spinner size={28} /> : <Icon name={isDone ? "lock" : "unlink"} size={28} />}
        </span>
        <div>
          <h2>{headings[trust]}</h2>
          <p>{details[trust]}</p>
        </div>
        {isDone && <Screens isBusy={moving.isBusy} onOpen={open} />}
      </section>
      <StaysBehind {...moving} />
    </>
  );
}

/** The beginning of the fingerprint came with the link: another box than that of the link is told apart. */
function Compared({ facts, carried }: { facts: Connect; carried: Carried }) {
  if (carried.fingerprint === null || !facts.authority) return null;
  return facts.authority.fingerprint.startsWith(carried.fingerprint) ? (
    <p class="connect-agrees">
      <Icon name="check" size={20} /> It agrees with the code that was scanned.
    </p>
  ) : (
    <Banner tone="bad" icon="alert">
      This is not the box of the code that was scanned. Install nothing; ask the manager for a new code.
    </Banner>
  );
}

function Authority(props: { facts: Connect; carried: Carried; isTrusted: boolean }) {
  const { facts, carried, isTrusted } = props;
  if (!facts.authority) return null;
  return (
    <Card label={isTrusted ? "What this device trusts" : "Compare before you trust"}>
      <p class="connect-compare">
        The manager's screen, and the sheet beside the box, show the same fingerprint. If a single sign
        differs, it is another machine.
      </p>
      <Fingerprint of={facts.authority.fingerprint} />
      <Compared facts={facts} carried={carried} />
      <p class="connect-shows">
        Listed on the device as <bdi>{facts.authority.subject}</bdi>. It can vouch for private networks only.
      </p>
    </Card>
  );
}

function Plain({ carried }: { carried: Carried }) {
  return (
    <p class="connect-plain">
      <a href={screenAt("", "pos", carried.code)}>Go on without encryption</a>
      <span>Works, but not while the box is out of reach, and others on this Wi-Fi could read along.</span>
    </p>
  );
}

const day_ms = 86_400_000;

/** A device whose clock is days away holds every certificate for over, or not begun. */
function WrongClock({ skew_ms }: { skew_ms: number }) {
  const days = Math.round(Math.abs(skew_ms) / day_ms);
  if (days < 2) return null;
  return (
    <Banner tone="bad" icon="clock">
      This device's clock is {days} days {skew_ms > 0 ? "behind" : "ahead of"} the box's. Set the right one
      first, on the device or on the box: with a wrong clock no certificate is trusted.
    </Banner>
  );
}

/** From a device that knows nothing to the encrypted till. */
export function ThisDevice(props: { facts: Connect; carried: Carried; skew_ms: number }) {
  const { facts, carried, skew_ms } = props;
  const origin = encryptedOrigin(facts, location.hostname);
  const trust = useTrust(origin);
  if (origin === null)
    return (
      <div class="connect-narrow">
        <Banner tone="attention" icon="unlink">
          This box is not reached encrypted now. {facts.reason}
        </Banner>
        <div class="connect-actions">
          <Button kind="primary" size="l" icon="floor" onClick={() => go(screenAt("", "pos", carried.code))}>
            Open the till all the same
          </Button>
        </div>
      </div>
    );
  const isOpen = trust === "untrusted" || trust === "trying";
  return (
    <>
      {isOpen && <WrongClock skew_ms={skew_ms} />}
      <TrustCard trust={trust} origin={origin} carried={carried} />
      <div class="connect-columns" data-done={!isOpen || undefined}>
        {isOpen && (
          <Card label="Trust the box, once">
            <TrustSteps />
          </Card>
        )}
        <Authority facts={facts} carried={carried} isTrusted={!isOpen} />
      </div>
      {isOpen && <Plain carried={carried} />}
    </>
  );
}
