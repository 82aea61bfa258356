/** A token of Google that its form betrays wherever it stands. */
export interface TokenForm {
  readonly form: "api-key" | "oauth-client-secret" | "refresh-token" | "access-token";
  /** How it begins; this much says what it is and is no secret. */
  readonly mark: string;
  /** What may not stand before it, and what the rest consists of: insides of a character class. */
  readonly before: string;
  readonly body: string;
  /** Characters after the mark that a real one has, and at most has. */
  readonly least: number;
  readonly most?: number;
  /** So many are enough to hide it: a token that was cut is still none to show. */
  readonly hidden: number;
}

export const tokenForms: readonly TokenForm[] = [
  { form: "api-key", mark: "AIza", before: "\\w\\-", body: "\\w\\-", least: 35, most: 35, hidden: 35 },
  { form: "oauth-client-secret", mark: "GOCSPX-", before: "\\w\\-", body: "\\w\\-", least: 20, hidden: 10 },
  { form: "refresh-token", mark: "1//0", before: "\\w:/.+\\-", body: "\\w\\-", least: 30, hidden: 20 },
  { form: "access-token", mark: "ya29.", before: "\\w.\\-", body: "\\w.\\-", least: 30, hidden: 10 },
];

/** The public half of an HMAC key, which has no form of its own but this beside it. */
export const hmacAccessId = "GOOG[A-Z0-9]{11,}";

/** The secret half: 40 characters of base64 within this reach of the access id. */
export const hmacSecret = "(?<![\\w+/])[A-Za-z0-9+/]{40}(?![\\w+/])";
export const hmacReach = 300;

/** Longer than any private key in PEM. */
export const longestKey = 20_000;
