/** The authority as a profile for iPads and iPhones: one tap to install, where a bare certificate needs to be found first. */
import { createHash, X509Certificate } from "node:crypto";

/** The same box gives the same ids, so that a profile that is loaded again replaces the first. */
const idOf = (text: string): string => {
  const digits = createHash("sha256").update(text).digest("hex");
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ]
    .join("-")
    .toUpperCase();
};

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign] ?? sign);

const dictionary = (entries: readonly (readonly [string, string])[]): string =>
  `<dict>${entries.map(([key, value]) => `<key>${key}</key>${value}`).join("")}</dict>`;
const text = (value: string): string => `<string>${escaped(value)}</string>`;

/** An unsigned configuration profile (Apple: Configuration Profile Reference, `com.apple.security.root`). */
export const profileOf = (pem: string, storeName: string): string => {
  const certificate = new X509Certificate(pem);
  const fingerprint = certificate.fingerprint256;
  const title = storeName === "" ? "Tillbox" : `Tillbox ${storeName}`;
  const identifier = `app.tillbox.${fingerprint.replaceAll(":", "").slice(0, 16).toLowerCase()}`;
  const payload = dictionary([
    ["PayloadType", text("com.apple.security.root")],
    ["PayloadVersion", "<integer>1</integer>"],
    ["PayloadIdentifier", text(`${identifier}.authority`)],
    ["PayloadUUID", text(idOf(`authority ${fingerprint}`))],
    ["PayloadDisplayName", text(title)],
    ["PayloadContent", `<data>${certificate.raw.toString("base64")}</data>`],
  ]);
  const whole = dictionary([
    ["PayloadType", text("Configuration")],
    ["PayloadVersion", "<integer>1</integer>"],
    ["PayloadIdentifier", text(identifier)],
    ["PayloadUUID", text(idOf(`profile ${fingerprint}`))],
    ["PayloadDisplayName", text(title)],
    [
      "PayloadDescription",
      text(
        "Lets this device open the till of this shop over an encrypted connection. Good for nothing else.",
      ),
    ],
    ["PayloadContent", `<array>${payload}</array>`],
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">${whole}</plist>
`;
};
