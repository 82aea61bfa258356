import { shownText } from "./naming.ts";

/**
 * Things whose names can't be known have none that anybody could type; people name them as the code does:
 * `var.org_id`, `google_project.seed`, `module.seed.project_id`, with the folder before a `#` where that is not enough.
 */
export function findWritten<T>(name: string, items: Iterable<T>, tailOf: (item: T) => string): T | undefined {
  const wanted = name.replace(/^\$\{(.*)\}$/, "$1");
  const found: T[] = [];
  for (const item of items) {
    const tail = tailOf(item);
    if (tail.includes("⟨") && isWritten(wanted, tail)) found.push(item);
  }
  // Two of that name, in two modules, are not one.
  return found.length === 1 ? found[0] : undefined;
}

function isWritten(wanted: string, tail: string): boolean {
  if (shownText(tail) === wanted || shownText(tail) === `\${${wanted}}`) return true;
  const address = /^(?:[^⟨]*\/)?⟨\??([^⟩]*)⟩$/.exec(tail)?.[1];
  if (address === undefined) return false;
  const local = address.slice(address.indexOf("#") + 1);
  return [address, local].some((text) => text === wanted || isAttributeOf(text, wanted));
}

/** `google_project.seed.project_id` of `google_project.seed` */
const isAttributeOf = (text: string, wanted: string): boolean =>
  text.startsWith(`${wanted}.`) && /^[a-z_]+$/.test(text.slice(wanted.length + 1));
