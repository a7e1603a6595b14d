/**
 * Certificates as X.509 wants them (RFC 5280), keys on P-256. The authority can vouch for nothing but web servers on private networks:
 * its name constraints are what makes it safe to trust on a tablet. Only the thread of `issue-worker.ts` loads this file, because
 * the encoder is not needed again for months.
 */
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity as ValidityOfX509,
  Version,
} from "@peculiar/asn1-x509";
import { localDomains, privateNetworks } from "./reached.ts";
import type { LeafOrder, Pair, Validity } from "./types.ts";

const ecdsaWithSha256 = "1.2.840.10045.4.3.2";
const commonName = "2.5.4.3";
const organisation = "2.5.4.10";

const nameOf = (text: string): Name =>
  new Name(
    [
      [organisation, "Tillbox"],
      [commonName, text],
    ].map(
      ([type = "", value = ""]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String: value }) }),
        ]),
    ),
  );

const extension = (extnID: string, critical: boolean, value: unknown): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });

const publicKeyOf = (key: KeyObject): SubjectPublicKeyInfo =>
  AsnConvert.parse(key.export({ type: "spki", format: "der" }), SubjectPublicKeyInfo);

/** The first of the two ways of RFC 5280, 4.2.1.2. */
const keyIdOf = (info: SubjectPublicKeyInfo): ArrayBuffer =>
  new Uint8Array(createHash("sha1").update(new Uint8Array(info.subjectPublicKey)).digest()).buffer;

/** Positive, and never two of the same authority (4.1.2.2). */
const serial = (): ArrayBuffer => {
  const bytes = new Uint8Array(randomBytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.buffer;
};

type Draft = {
  issuer: Name;
  subject: Name;
  validity: Validity;
  publicKey: SubjectPublicKeyInfo;
  extensions: Extension[];
};

const signed = ({ issuer, subject, validity, publicKey, extensions }: Draft, key: KeyObject): string => {
  const algorithm = new AlgorithmIdentifier({ algorithm: ecdsaWithSha256 });
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: serial(),
    signature: algorithm,
    issuer,
    subject,
    validity: new ValidityOfX509({ notBefore: new Date(validity.from), notAfter: new Date(validity.until) }),
    subjectPublicKeyInfo: publicKey,
    extensions: new Extensions(extensions),
  });
  const signature = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), key);
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: algorithm,
    signatureValue: new Uint8Array(signature).buffer,
  });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString();
};

const newKey = (): { key: KeyObject; pem: string; publicKey: SubjectPublicKeyInfo } => {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { key: privateKey, pem, publicKey: publicKeyOf(publicKey) };
};

const permitted = (): NameConstraints =>
  new NameConstraints({
    permittedSubtrees: new GeneralSubtrees(
      [
        ...localDomains.map((dNSName) => new GeneralName({ dNSName })),
        ...privateNetworks.map((iPAddress) => new GeneralName({ iPAddress })),
      ].map((base) => new GeneralSubtree({ base })),
    ),
  });

/** An authority of its own for one box; `label` is what devices show in their list of authorities. */
export const makeAuthority = (label: string, validity: Validity): Pair => {
  const { key, pem, publicKey } = newKey();
  const name = nameOf(label);
  const cert = signed(
    {
      issuer: name,
      subject: name,
      validity,
      publicKey,
      extensions: [
        extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
        extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign)),
        extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
        extension(id_ce_nameConstraints, true, permitted()),
        extension(id_ce_subjectKeyIdentifier, false, new KeyIdentifier(keyIdOf(publicKey))),
      ],
    },
    key,
  );
  return { cert, key: pem };
};

const alternativeNames = ({ names, addresses }: LeafOrder): SubjectAlternativeName =>
  new SubjectAlternativeName([
    ...names.map((dNSName) => new GeneralName({ dNSName })),
    ...addresses.map((iPAddress) => new GeneralName({ iPAddress })),
  ]);

/** What the box shows to whoever connects. */
export const makeLeaf = (authority: Pair, order: LeafOrder): Pair => {
  const { pem, publicKey } = newKey();
  const issuing = AsnConvert.parse(new X509Certificate(authority.cert).raw, Certificate).tbsCertificate;
  const keyIdentifier = new KeyIdentifier(keyIdOf(issuing.subjectPublicKeyInfo));
  const cert = signed(
    {
      issuer: issuing.subject,
      subject: nameOf(order.names[0] ?? "localhost"),
      validity: order,
      publicKey,
      extensions: [
        extension(id_ce_basicConstraints, true, new BasicConstraints({ cA: false })),
        extension(id_ce_keyUsage, true, new KeyUsage(KeyUsageFlags.digitalSignature)),
        extension(id_ce_extKeyUsage, false, new ExtendedKeyUsage([id_kp_serverAuth])),
        extension(id_ce_subjectAltName, false, alternativeNames(order)),
        extension(id_ce_subjectKeyIdentifier, false, new KeyIdentifier(keyIdOf(publicKey))),
        extension(id_ce_authorityKeyIdentifier, false, new AuthorityKeyIdentifier({ keyIdentifier })),
      ],
    },
    createPrivateKey(authority.key),
  );
  return { cert, key: pem };
};
