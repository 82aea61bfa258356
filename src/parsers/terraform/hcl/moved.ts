/** The same tree with all its places moved by an offset. */
export function moved<T>(tree: T, offset: number): T {
  if (offset !== 0) move(tree, offset);
  return tree;
}

/** In place: the tree was just made, and nobody else has it. */
function move(tree: unknown, offset: number): void {
  if (typeof tree !== "object" || tree === null) return;
  for (const [name, value] of Object.entries(tree)) {
    if ((name === "start" || name === "end") && typeof value === "number")
      Object.assign(tree, { [name]: value + offset });
    else move(value, offset);
  }
}
