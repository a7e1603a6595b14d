/** How each system comes to trust an authority, in the words of its own settings. */
export type PlatformId = "android" | "apple" | "windows" | "mac" | "linux" | "kiosk";
export type Platform = {
  id: PlatformId;
  label: string;
  download: { href: string; label: string };
  steps: readonly string[];
  /** For a terminal. */
  commands?: readonly string[];
  /** Where the device shows the fingerprint afterwards. */
  shows: string;
};

const certificate = { href: "/ca.crt", label: "Download the certificate" };

export const platforms: readonly Platform[] = [
  {
    id: "android",
    label: "Android",
    download: certificate,
    steps: [
      "Open the device's Settings and search for “CA certificate”.",
      "Tap it, then Install anyway. Android warns of certificates in general; this one is good for private networks only.",
      "Choose tillbox.crt among the downloads.",
    ],
    shows: "Settings, Trusted credentials, User",
  },
  {
    id: "apple",
    label: "iPad, iPhone",
    download: { href: "/ca.mobileconfig", label: "Load the profile" },
    steps: [
      "Do this in Safari, and allow the download.",
      "Open Settings. Tap Profile Downloaded at the top, then Install.",
      "In Settings, General, About, Certificate Trust Settings, switch the certificate on.",
    ],
    shows: "Settings, General, VPN & Device Management, the profile, More Details",
  },
  {
    id: "windows",
    label: "Windows",
    download: certificate,
    steps: [
      "Open tillbox.crt and press Install Certificate, then Local Machine.",
      "Choose “Place all certificates in the following store”: Trusted Root Certification Authorities.",
      "Close the browser and open it again.",
    ],
    shows: "a terminal: certutil -dump tillbox.crt, “Cert Hash(sha256)”",
  },
  {
    id: "mac",
    label: "Mac",
    download: certificate,
    steps: [
      "Open tillbox.crt; Keychain Access adds it to System.",
      "Open it there, unfold Trust, and choose Always Trust.",
      "Close the browser and open it again.",
    ],
    shows: "Keychain Access, the certificate, at the end of its details",
  },
  {
    id: "linux",
    label: "Linux",
    download: certificate,
    steps: [
      "In Chromium: Settings, Privacy and security, Security, Manage certificates, Custom, Trusted certificates, Import.",
      "In Firefox: Settings, Privacy & Security, View Certificates, Authorities, Import; trust it for websites.",
    ],
    shows: "the same list, the certificate's details",
  },
  {
    id: "kiosk",
    label: "Kiosk",
    download: certificate,
    steps: ["On the kiosk, as the user that Chromium runs as, from a folder with tillbox.crt:"],
    commands: [
      "sudo apt install libnss3-tools",
      "mkdir -p ~/.pki/nssdb",
      "certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Tillbox -i tillbox.crt",
    ],
    shows: "openssl x509 -in tillbox.crt -noout -sha256 -fingerprint",
  },
];

/** The system of this browser, as far as it says; an iPad calls itself a Mac, but a Mac has no touch. */
export const platformOf = (agent: string, touchPoints: number): PlatformId => {
  if (/android/i.test(agent)) return "android";
  if (/iphone|ipad|ipod/i.test(agent) || (/macintosh/i.test(agent) && touchPoints > 1)) return "apple";
  if (/windows/i.test(agent)) return "windows";
  return /macintosh/i.test(agent) ? "mac" : "linux";
};
