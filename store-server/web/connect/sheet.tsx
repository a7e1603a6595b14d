import { QrBlock } from "@tillbox/shared/ui/qr-block.tsx";
import type { Connect } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { beginning, scanned } from "../common/connect/links.ts";

/** For the wall beside the box: printed, never on the screen. No pairing code, because that lives for minutes. */
export function PrintedSheet({ facts }: { facts: Connect }) {
  return (
    <article class="connect-sheet" aria-hidden="true">
      <header>
        <b>tillbox</b>
        <span>{facts.storeName}</span>
      </header>
      <h1>Connect a device</h1>
      <ol>
        <li>Join the shop's Wi-Fi.</li>
        <li>
          Scan, or open <b class="ltr">{beginning(facts, location.hostname)}</b>
        </li>
        <li>Follow the steps on the device. A manager gives you the pairing code.</li>
      </ol>
      <QrBlock text={scanned(facts, location.hostname, null)} label="QR code that leads to this box" />
      {facts.authority && (
        <section>
          <h2>Fingerprint of this box</h2>
          <Fingerprint of={facts.authority.fingerprint} />
          <p>Trust the box only if your device shows the same.</p>
        </section>
      )}
      <footer class="ltr">
        {[facts.name, ...facts.addresses].join(" · ")} · HTTP {facts.httpPort}
        {facts.httpsPort !== null && ` · TLS ${facts.httpsPort}`}
      </footer>
    </article>
  );
}
