/** How a new device comes to the box: addresses, and the certificates that it should find there. */
import { z } from "zod";

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);
const CertificateFacts = z.strictObject({
  fingerprint: fingerprint.meta({ description: "SHA-256 of the certificate" }),
  subject: z.string(),
  validFrom: z.string(),
  validUntil: z.string(),
});

export const Connect = z
  .strictObject({
    storeName: z.string(),
    demo: z.boolean(),
    name: z.string().meta({ description: "The box's name on the network, by mDNS" }),
    addresses: z
      .array(z.string())
      .meta({ description: "Where devices on the shop's network reach it; the first is in the QR code" }),
    httpPort: z.int(),
    httpsPort: z.int().nullable().meta({ description: "null while TLS is not served; `reason` says why" }),
    reason: z.string().nullable(),
    authority: CertificateFacts.nullable().meta({
      description: "Trust this once (/ca.crt): it stays the same for good",
    }),
    certificate: CertificateFacts.extend({ names: z.array(z.string()), addresses: z.array(z.string()) })
      .nullable()
      .meta({ description: "What is shown now, and for which names and addresses" }),
  })
  .meta({ id: "Connect" });
export type Connect = z.infer<typeof Connect>;
