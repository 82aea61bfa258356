/**
 * The name most like the one written, if it is near enough to be a slip of the keyboard: at most one edit in six
 * characters, at least two. Ties go to the first.
 */
export function nearestOf(
  name: string,
  names: readonly string[],
  edits: number = Math.max(2, Math.floor(name.length / 6)),
): string | undefined {
  let limit = edits;
  let nearest: string | undefined;
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editsBetween(name, candidate, limit);
    if (distance > limit || (distance === limit && nearest !== undefined)) continue;
    nearest = candidate;
    limit = distance;
  }
  return nearest;
}

/** Insertions, deletions, substitutions, case counting half; given up once above the limit. */
function editsBetween(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + costOf(a, i - 1, b, j - 1));
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return least;
    row = next;
  }
  return row[b.length] ?? 0;
}

function costOf(a: string, i: number, b: string, j: number): number {
  if (a[i] === b[j]) return 0;
  return a[i]?.toLowerCase() === b[j]?.toLowerCase() ? 0.5 : 1;
}
