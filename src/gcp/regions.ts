/** Continents by the names that storage, BigQuery and Artifact Registry have for them, and how their regions begin. */
const multiRegions: Readonly<Record<string, string>> = { us: "us-", eu: "europe-", europe: "europe-", asia: "asia-" };

const regionForm = /^[a-z]+-[a-z]+\d+$/;

export const isMultiRegion = (location: string): boolean => Object.hasOwn(multiRegions, location.toLowerCase());

/** A region, or a continent that has it. What is neither (`nam4`, `global`) is told apart from nothing. */
export function mayBeTogether(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a === b) return true;
  if (regionForm.test(a) && regionForm.test(b)) return false;
  const [multi, region] = isMultiRegion(a) ? [a, b] : [b, a];
  return !isMultiRegion(multi) || !regionForm.test(region) || region.startsWith(multiRegions[multi] ?? "");
}

/**
 * The region that a host of Vertex AI serves, `global` for the one without; `undefined` for other hosts
 * (vertex-ai/docs/reference/rest).
 */
export function regionOfHost(host: string): string | undefined {
  const [, region, isPlain] = /^(?:([a-z]+-[a-z]+\d+)-)?(aiplatform)\.googleapis\.com$/.exec(host) ?? [];
  return isPlain === undefined ? undefined : (region ?? "global");
}
