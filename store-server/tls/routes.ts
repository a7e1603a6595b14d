/** How a new device comes to trust the box. Open to all: nothing of it is secret, and whoever needs it has no credential yet. */
import { Connect } from "@tillbox/shared/contract/connect.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { type RawBody, type Route, read } from "../http/route.ts";
import { profileOf } from "./profile.ts";

export type TlsRouteOptions = {
  /** PEM; null while there is none. */
  authority(): string | null;
  connect(): Connect;
};

const tag = "Connecting";

const download = (raw: string, type: string, name: string): RawBody => ({
  raw,
  type,
  headers: { "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-cache" },
});

export const tlsRoutes = ({ authority, connect }: TlsRouteOptions): Route[] => {
  const existing = (): string => {
    const pem = authority();
    if (pem === null) throw new Refusal("not_found", "This box has no certificates: TLS is switched off.");
    return pem;
  };
  return [
    read({
      path: "/connect",
      tag,
      permission: null,
      access: "public",
      summary: "Where the box is reached, and the certificates to expect there",
      answers: Connect,
      run: connect,
    }),
    read({
      path: "/ca.crt",
      root: true,
      tag,
      permission: null,
      access: "public",
      summary: "The box's own authority, to be trusted by its devices (PEM)",
      answers: null,
      run: () => download(existing(), "application/x-x509-ca-cert", "tillbox.crt"),
    }),
    read({
      path: "/ca.mobileconfig",
      root: true,
      tag,
      permission: null,
      access: "public",
      summary: "The same as a profile for iPads and iPhones",
      answers: null,
      run: () =>
        download(
          profileOf(existing(), connect().storeName),
          "application/x-apple-aspen-config",
          "tillbox.mobileconfig",
        ),
    }),
  ];
};
