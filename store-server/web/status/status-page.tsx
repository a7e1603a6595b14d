import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useFacts } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { useReport } from "./use-report.ts";
import { type Told, tellAll, tellWhole } from "./words.ts";

function Part({ told, fingerprint }: { told: Told; fingerprint?: string | undefined }) {
  return (
    <section class="status-part" aria-labelledby={`status-${told.id}`}>
      <header>
        <Icon name={told.icon} size={24} />
        <h2 id={`status-${told.id}`}>{told.title}</h2>
        <Pill tone={told.tone}>{told.state}</Pill>
      </header>
      {told.trouble.map((text) => (
        <p key={text} class="status-trouble" data-tone={told.tone}>
          <bdi>{text}</bdi>
        </p>
      ))}
      {told.facts.length > 0 && (
        <dl>
          {told.facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd class="ltr">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {fingerprint !== undefined && (
        <div class="status-print">
          <span>Fingerprint of the box</span>
          <Fingerprint of={fingerprint} />
        </div>
      )}
    </section>
  );
}

const timeOf = (at: number): string =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(at);

function Waiting() {
  return (
    <div class="status-parts" role="status" aria-label="Asking the box">
      {[1, 2, 3, 4].map((each) => (
        <Skeleton key={each} shape="box" height="190px" />
      ))}
    </div>
  );
}

/** How the box is, for whoever looks after it: a manager, an installer. */
export function StatusPage() {
  const { report, isLost, at } = useReport();
  const { facts } = useFacts();
  const told = report && facts ? tellAll(report, facts) : [];
  const whole = report && facts ? tellWhole(report, told) : null;
  return (
    <main class="connect">
      <header class="connect-header">
        <a class="connect-mark" href="/" aria-label="Tillbox, all screens">
          tb
        </a>
        <div>
          <h1>Status of the box</h1>
          <p>
            <bdi>{facts?.storeName || "Tillbox"}</bdi>
          </p>
        </div>
        {at > 0 && <Pill>As of {timeOf(at)}</Pill>}
      </header>
      {isLost && (
        <Banner tone="bad" icon="wifi-off">
          The box does not answer. Check its power and this device's Wi-Fi; this page asks again by itself.
        </Banner>
      )}
      {whole && !isLost && (
        <section class="connect-trust" data-tone={whole.tone} data-done={whole.tone === "good" || undefined}>
          <span class="connect-trust-mark">
            <Icon name={whole.tone === "good" ? "check" : "alert"} size={28} />
          </span>
          <div>
            <h2>{whole.title}</h2>
            <p>{whole.text}</p>
          </div>
          <Button icon="tablet" size="l" onClick={() => location.assign("/connect/#another")}>
            Connect a device
          </Button>
        </section>
      )}
      {!whole && !isLost && <Waiting />}
      <div class="status-parts">
        {told.map((each) => (
          <Part
            key={each.id}
            told={each}
            fingerprint={each.id === "encryption" ? report?.checks.tls?.authority?.fingerprint : undefined}
          />
        ))}
      </div>
    </main>
  );
}
