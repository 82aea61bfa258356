/** Makes valid HCL from a seed: the same seed, the same text. */
export function generatedFile(seed: number): string {
  const random = randomOf(seed);
  return times(random, 1, 6, () => item(random, 0)).join("\n") + "\n";
}

/** `random(n)`: an integer below n. */
type Random = (below: number) => number;

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const pick = <T>(random: Random, choices: readonly [T, ...T[]]): T => choices[random(choices.length)] ?? choices[0];

const times = <T>(random: Random, least: number, most: number, make: () => T): T[] =>
  Array.from({ length: least + random(most - least + 1) }, make);

let counter = 0;
const fresh = (): string => `n${counter++}`;

const name = (random: Random): string => pick(random, ["a", "b_c", "d-e", "_f", "été", "if", "forest", "in2"]);

function item(random: Random, depth: number): string {
  if (depth > 2 || random(3) > 0) return attribute(random);
  const labels = times(random, 0, 2, () => pick(random, ['"x"', "y", '"a b"', '"q\\"q"'])).join(" ");
  if (random(4) === 0) return `${fresh()} ${labels} { ${attribute(random).trimEnd()} }`;
  const body = times(random, 0, 3, () => item(random, depth + 1)).join(pick(random, ["\n", "\n\n", " # c\n", "\r\n"]));
  return `${fresh()} ${labels} {${pick(random, ["", " // open", " /* x\ny */"])}\n${body}\n}`;
}

const attribute = (random: Random): string =>
  `${fresh()}${pick(random, ["", " ", "  "])}=${pick(random, ["", " ", "/* c */"])}${expression(random, 0)}`;

const binary = ["||", "&&", "==", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%"] as const;

function expression(random: Random, depth: number): string {
  const make = depth > 3 ? leaf : pick(random, [leaf, ...compounds]);
  return make(random, depth + 1);
}

type Make = (random: Random, depth: number) => string;

const leaf: Make = (random, depth) =>
  pick<Make>(random, [
    () => pick(random, ["0", "1", "12.5", "3e2", "1.5E-3", "true", "false", "null"]),
    () => name(random),
    () => `${name(random)}.x[0].y`,
    (_, at) => quoted(random, at),
  ])(random, depth);

const compounds: readonly Make[] = [
  (random, depth) => quoted(random, depth),
  (random, depth) => `(${gap(random)}${expression(random, depth)}${gap(random)})`,
  (random, depth) => `${operand(random, depth)} ${pick(random, binary)} ${operand(random, depth)}`,
  (random, depth) => `${pick(random, ["-", "!", "- "])}(${expression(random, depth)})`,
  (random, depth) => `${operand(random, depth)} ? ${expression(random, depth)} : ${expression(random, depth)}`,
  (random, depth) => `[${gap(random)}${list(random, depth)}${gap(random)}]`,
  (random, depth) => `f${pick(random, ["", " "])}(${gap(random)}${list(random, depth)})`,
  (random, depth) => `g(${expression(random, depth)}...)`,
  (random, depth) => object(random, depth),
  (random, depth) =>
    `[for ${pick(random, ["v", "k, v"])} in ${expression(random, depth)} : ${expression(random, depth)}]`,
  (random, depth) =>
    `{${gap(random)}for k, v in ${expression(random, depth)} : k => ${expression(random, depth)}${pick(random, ["", "..."])} if ${expression(random, depth)} }`,
  (random, depth) => traversal(random, depth),
];

const operand: Make = (random, depth) =>
  pick(random, [leaf, (_: Random, at: number) => `(${expression(random, at)})`])(random, depth);

const gap = (random: Random): string => pick(random, ["", " ", "\n", "\n  # c\n", "/* c */"]);

const list: Make = (random, depth) =>
  times(random, 0, 3, () => expression(random, depth)).join(pick(random, [", ", ",\n", " , "]));

const object: Make = (random, depth) => {
  const keys = [fresh, () => `"${fresh()}"`, () => `(${name(random)}.${fresh()})`, () => String(counter++)] as const;
  const sign = pick(random, ["=", " = ", ": "]);
  const items = times(random, 0, 3, () => `${pick(random, keys)()}${sign}${expression(random, depth)}`);
  return `{${pick(random, ["", "\n"])}${items.join(pick(random, [", ", "\n", ",\n"]))}${pick(random, ["", "\n"])}}`;
};

const traversal: Make = (random) =>
  name(random) +
  times(random, 1, 3, () => pick(random, [".x", "[1]", '["k"]', ".0.z", "[var.i]", "[*].id"])).join("") +
  pick(random, ["", "", ".*", ".*.id.0"]);

function quoted(random: Random, depth: number): string {
  const parts = times(random, 0, 4, () => templatePart(random, depth));
  return `"${parts.join("")}"`;
}

const templatePart: Make = (random, depth) =>
  pick<Make>(random, [
    () =>
      pick(random, ["text", " ", "\\n", '\\"', "\\t\\\\", "\\u00e9", "$.", "% ", "$$x", "$${", "%%{", "é", "{", "}"]),
    (_, at) => `\${${pick(random, ["", "~ "])}${name(random)}.${at > 3 ? "x" : "y[0]"}${pick(random, ["", " ~"])}}`,
    () => `%{ if ${name(random)} }yes%{ else }no%{ endif }`,
    () => `%{ for ${pick(random, ["v", "k, v"])} in ${name(random)} ~} \${v} %{ endfor }`,
  ])(random, depth);
