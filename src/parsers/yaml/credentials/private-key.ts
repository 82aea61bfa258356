const pem = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([\s\S]*?)-----END \1-----/u;

/** Keys shorter than this are placeholders. */
const shortest = 100;

/** Does the text hold a private key that can be one: PEM, base64, and DER whose outer length fits? */
export function holdsPrivateKey(text: string): boolean {
  const body = pem.exec(text.replaceAll(/\\r|\\n/gu, "\n"))?.[2]?.replaceAll(/\s/gu, "");
  if (body === undefined || body.length < shortest || !/^[A-Za-z0-9+/]+={0,2}$/u.test(body)) return false;
  return new Set(body).size > 20 && isSequence(Buffer.from(body, "base64"));
}

/** One ASN.1 SEQUENCE that takes up all bytes. */
function isSequence(der: Buffer): boolean {
  const [tag, first = 0] = der;
  if (tag !== 0x30) return false;
  if (first < 0x80) return der.length === first + 2;
  const bytes = first - 0x80;
  if (bytes < 1 || bytes > 4) return false;
  return der.length === der.readUIntBE(2, bytes) + 2 + bytes;
}
