import { describe, expect, it } from "vitest";
import { show } from "../../../src/model/value.ts";
import type { CallContext } from "../../../src/parsers/terraform/call.ts";
import {
  boolean,
  conditionally,
  gap,
  list,
  nothing,
  number,
  object,
  stringOf,
  text,
  toValue,
} from "../../../src/parsers/terraform/datum.ts";
import type { Datum, Entry } from "../../../src/parsers/terraform/datum.ts";
import { functions } from "../../../src/parsers/terraform/functions/index.ts";

const at = { path: "main.tf", start: 0, end: 4 };
const email = { target: "#google_service_account.ci", attribute: "email" };

const s = (value: string): Datum => text(value, at);
const n = (value: number): Datum => number(value, at);
const unknown = gap("var.x", "var.x has no default", at);
const reference = stringOf([email], at);
const pattern = (...parts: Parameters<typeof stringOf>[0]): Datum => stringOf(parts, at, "var.x has no default");
const hole = { expression: "var.x" };
const openList = (...items: Datum[]): Datum => list(items, at, "tuple", unknown);
const map = (members: Readonly<Record<string, Datum>>, open?: Datum): Datum =>
  object(
    new Map(Object.entries(members).map(([name, value]): [string, Entry] => [name, { key: text(name, at), value }])),
    at,
    "object",
    open && { key: gap("key", "can't be known", at), value: open },
  );

const call: CallContext = {
  span: { path: "main.tf", start: 10, end: 20 },
  expression: "f(…)",
  read: (path) => (path.startsWith("..") ? undefined : files[path]),
  locate: (path) => (path.startsWith("..") ? undefined : `env/${path}`),
  files: () => Object.keys(files),
  render: (template) => s(template),
};

const files: Readonly<Record<string, string>> = {
  "iam.yaml": "# who\nroles:\n  - roles/editor\n  - 'roles/viewer'\nci: { email: a@x.org }\n",
  "iam.json": '{ "role": "roles/owner", "n": [1] }',
  "iam.csv": "member,role\nuser:a@x.org,roles/viewer\n",
  "logo.png": "\uFFFD\u0000",
};

function apply(name: string, ...args: Datum[]): Datum {
  const made = functions.get(name);
  if (!made) throw new Error(`${name} is no function`);
  return made(args, call);
}

/** A datum in one line: `?` for what may be missing, `…` for what may follow. */
function shown(datum: Datum): string {
  const mark = (datum.conditional ? "?" : "") + (datum.sensitive ? "!" : "");
  switch (datum.type) {
    case "unknown":
      if (datum.failed) return `${mark}failed`;
      return datum.choices ? `${mark}<${datum.choices.map(shown).join(" | ")}>` : `${mark}<${datum.why}>`;
    case "list":
      return `${mark}[${[...datum.items.map(shown), ...(datum.open ? [`…${shown(datum.open)}`] : [])].join(", ")}]`;
    case "object": {
      const members = [...datum.entries].map(([name, { value }]) => `${name}: ${shown(value)}`);
      return `${mark}{${[...members, ...(datum.open ? [`…${shown(datum.open.value)}`] : [])].join(", ")}}`;
    }
    case "null":
      return `${mark}null`;
    default:
      return mark + show(toValue(datum));
  }
}

const ref = "${google_service_account.ci.email}";
const why = "<var.x has no default>";

describe("what is known stays known", () => {
  it.each<[string, Datum[], string]>([
    ["format", [s("serviceAccount:%s"), reference], `serviceAccount:${ref}`],
    ["format", [s("%s-%d"), pattern("a-", hole), n(3)], "a-${var.x}-3"],
    ["format", [s("%5s|%s"), unknown, s("x")], "${f(…)}|x"],
    ["format", [s("%d"), unknown], "${f(…)}"],
    ["format", [s("%v %q"), reference, s("x")], `${ref} "x"`],
    ["format", [unknown, s("x")], why],
    ["formatlist", [s("user:%s"), list([s("a"), reference], at)], `[user:a, user:${ref}]`],
    ["formatlist", [s("user:%s"), openList(s("a"))], "[user:a, …user:${var.x}]"],
    ["formatlist", [s("%s-%s"), list([conditionally(s("a"))], at), s("b")], "[?a-b]"],
    ["join", [s(","), list([s("a"), reference], at)], `a,${ref}`],
    ["join", [s(","), openList(s("a"))], why],
    ["join", [s(","), list([conditionally(s("a"))], at)], "<is not wholly known>"],
    ["lower", [pattern("Roles/", hole)], "roles/${f(…)}"],
    ["upper", [reference], "<is known after apply>"],
    ["replace", [pattern("a/b/", hole), s("/"), s("-")], "a-b-${f(…)}"],
    ["replace", [pattern("ab", hole), s("ab"), s("x")], why],
    ["trimprefix", [pattern("roles/", hole), s("roles/")], "${var.x}"],
    ["trimprefix", [pattern("projects/", hole), s("roles/")], "projects/${var.x}"],
    ["trimsuffix", [pattern(hole, ".com"), s(".com")], "${var.x}"],
    ["trimprefix", [pattern("ro", hole), s("roles/")], why],
    ["startswith", [pattern("roles/", hole), s("roles/")], "true"],
    ["startswith", [pattern("role", hole), s("roles/")], why],
    ["startswith", [pattern("x", hole), s("roles/")], "false"],
    ["endswith", [pattern(hole, "@x.org"), s(".org")], "true"],
    ["endswith", [pattern(hole, "@x.org"), s(".com")], "false"],
    ["strcontains", [pattern(hole, "@x.org"), s("@")], "true"],
    ["strcontains", [pattern(hole, "x"), s("@")], why],
    ["jsonencode", [map({ m: reference, r: s("x") })], `{"m":"${ref}","r":"x"}`],
    ["jsonencode", [map({ m: s("x") }, unknown)], "<can't be known>"],
    ["split", [s("/"), pattern("a/", hole)], why],
    ["split", [s(","), pattern("a,", hole)], why],
    ["split", [s("=>"), pattern(hole, "=>roles/viewer")], "[${var.x}, roles/viewer]"],
    ["split", [s("|"), pattern("a|", hole, "-", email, "|b")], "[a, ${var.x}-${google_service_account.ci.email}, b]"],
    ["split", [s("/"), pattern("serviceAccounts/", email)], `[serviceAccounts, ${ref}]`],
    ["split", [s("=>"), reference], "<is known after apply>"],
    ["concat", [list([s("a")], at), unknown], `[a, …${why}]`],
    ["concat", [list([s("a")], at), reference], `[a, …${ref}]`],
    ["flatten", [list([list([s("a")], at), conditionally(list([s("b")], at))], at)], "[a, ?b]"],
    ["flatten", [list([list([s("a")], at), unknown], at)], `[a, …${why}]`],
    ["distinct", [list([s("a"), reference, s("a")], at)], `[a, ${ref}]`],
    ["compact", [list([s("a"), s(""), nothing(at), unknown], at)], `[a, ?${why}]`],
    ["compact", [list([reference, s("dummy")], at)], `[${ref}, dummy]`],
    ["element", [list([s("a"), conditionally(s("b")), s("c")], at), n(0)], "a"],
    ["element", [list([s("a"), conditionally(s("b")), s("c")], at), n(1)], "<a | b | c>"],
    ["element", [openList(s("a")), n(0)], why],
    ["toset", [list([s("b"), reference, s("a")], at)], `[a, b, ${ref}]`],
    ["toset", [unknown], `[…${why}]`],
    ["tolist", [openList(s("a"))], `[a, …${why}]`],
    ["tostring", [pattern("a", hole)], "a${var.x}"],
    ["setunion", [list([s("a")], at), openList(s("b"))], `[a, b, …${why}]`],
    ["setintersection", [list([s("a"), s("b")], at), openList(s("a"))], "[a, ?b]"],
    ["setsubtract", [list([s("a"), s("b")], at), openList(s("a"))], "[?b]"],
    ["setproduct", [list([s("a")], at), list([reference, conditionally(s("b"))], at)], `[[a, ${ref}], ?[a, ?b]]`],
    ["keys", [map({ b: s("x"), a: unknown })], "[a, b]"],
    ["keys", [map({ a: conditionally(s("x")) }, unknown)], "[?a, …<can't be known>]"],
    ["values", [map({ b: s("x"), a: unknown })], `[${why}, x]`],
    ["merge", [map({ a: s("1") }), map({ a: s("2"), b: reference })], `{a: 2, b: ${ref}}`],
    ["merge", [map({ a: s("1") }), unknown], `{a: ?1, …${why}}`],
    ["merge", [unknown, map({ a: s("1") })], `{a: 1, …${why}}`],
    ["merge", [map({ a: s("1") }), map({ a: conditionally(s("2")) })], "{a: <1 | 2>}"],
    ["zipmap", [list([s("a"), s("b")], at), list([reference, s("x")], at)], `{a: ${ref}, b: x}`],
    ["contains", [openList(s("a")), s("a")], "true"],
    ["contains", [openList(s("a")), s("b")], why],
    ["contains", [list([s("a"), reference], at), s("b")], "<is known after apply>"],
    ["lookup", [map({ a: s("1") }), s("a"), s("d")], "1"],
    ["lookup", [map({ a: conditionally(s("1")) }), s("a"), s("d")], "<1 | d>"],
    ["lookup", [map({ a: s("1"), b: s("2") }), unknown, s("d")], "<1 | 2 | d>"],
    ["lookup", [map({ a: s("1") }, unknown), s("b"), s("d")], why],
    ["element", [list([s("a"), s("b")], at), unknown], "<a | b>"],
    ["element", [list([s("a"), reference], at), n(1)], ref],
    ["one", [list([conditionally(s("a"))], at)], "<a | null>"],
    ["one", [list([reference], at)], ref],
    ["coalesce", [nothing(at), reference, s("a")], ref],
    ["coalesce", [unknown, s("a")], why],
    ["coalesce", [pattern("a", hole), s("b")], "a${var.x}"],
    ["coalescelist", [list([], at), list([unknown], at)], `[${why}]`],
    ["length", [list([unknown, reference], at)], "2"],
    ["length", [openList(s("a"))], why],
    ["length", [list([unknown, s("a")], at, "set")], why],
    ["alltrue", [list([boolean(false, at), unknown], at)], "false"],
    ["alltrue", [list([boolean(true, at), unknown], at)], why],
    ["anytrue", [openList(boolean(true, at))], "true"],
    ["index", [list([s("a"), reference], at), s("a")], "0"],
    ["index", [list([reference, s("a")], at), s("a")], "<is known after apply>"],
    ["reverse", [list([s("a"), reference], at)], `[${ref}, a]`],
    ["slice", [list([s("a"), reference], at), n(1), n(2)], `[${ref}]`],
    ["chunklist", [list([s("a"), reference], at), n(1)], `[[a], [${ref}]]`],
    ["matchkeys", [list([s("a")], at), list([reference], at), list([s("k")], at)], "[?a]"],
  ])("%s", (name, args, expected) => {
    expect(shown(apply(name, ...args))).toBe(expected);
  });
});

describe("what Terraform refuses fails, whatever is unknown", () => {
  it.each<[string, Datum[]]>([
    ["upper", [list([], at)]],
    ["upper", [nothing(at)]],
    ["upper", []],
    ["join", [s(","), map({})]],
    ["merge", [unknown, list([], at)]],
    ["concat", [unknown, s("a")]],
    ["replace", [unknown, unknown, list([], at)]],
    ["lookup", [list([], at), s("a"), s("b")]],
    ["element", [list([], at), unknown]],
    ["format", [s("%s"), unknown, unknown]],
    ["cidrhost", [s("10.0.0.0/8"), s("x")]],
    ["regex", [s("("), s("a")]],
  ])("%s", (name, args) => {
    expect(shown(apply(name, ...args))).toBe("failed");
  });
});

describe("what is sensitive stays so", () => {
  const secret: Datum = { ...s("key"), sensitive: true };

  it.each<[string, Datum[], string]>([
    ["upper", [secret], "!KEY"],
    ["format", [s("%s"), secret], "!key"],
    ["join", [s(","), list([secret], at)], "!key"],
    ["base64encode", [secret], "!a2V5"],
    ["merge", [{ ...map({ a: s("1") }), sensitive: true }], "!{a: 1}"],
    ["nonsensitive", [secret], "key"],
    ["sensitive", [s("a")], "!a"],
  ])("%s", (name, args, expected) => {
    expect(shown(apply(name, ...args))).toBe(expected);
  });
});

describe("what a file holds has its place there", () => {
  const decode = (decoder: string, file: string): Datum => apply(decoder, apply("file", s(file)));

  /** The text at the place of a datum. */
  function written({ span }: Datum): string | undefined {
    return files[span.path.replace("env/", "")]?.slice(span.start, span.end);
  }

  const member = (datum: Datum, name: string): Datum => {
    const value = datum.type === "object" ? datum.entries.get(name)?.value : undefined;
    return value ?? nothing(at);
  };

  it("in YAML", () => {
    const datum = decode("yamldecode", "iam.yaml");
    expect(shown(datum)).toBe("{roles: [roles/editor, roles/viewer], ci: {email: a@x.org}}");
    const roles = member(datum, "roles");
    expect(roles.type === "list" && roles.items.map(written)).toEqual(["roles/editor", "roles/viewer"]);
    expect(written(member(member(datum, "ci"), "email"))).toBe("a@x.org");
    expect(datum.type === "object" && [...datum.entries.values()].map(({ key }) => written(key))).toEqual([
      "roles",
      "ci",
    ]);
  });

  it("in JSON", () => {
    const datum = decode("jsondecode", "iam.json");
    expect(written(member(datum, "role"))).toBe("roles/owner");
    expect(written(member(datum, "n"))).toBe("[1]");
  });

  it("in CSV", () => {
    const datum = decode("csvdecode", "iam.csv");
    const [row] = datum.type === "list" ? datum.items : [];
    expect(row && written(member(row, "role"))).toBe("roles/viewer");
  });

  it("in the pieces of a string", () => {
    const datum = apply("split", s(","), text("a,bc", { path: "main.tf", start: 30, end: 34 }));
    expect(datum.type === "list" && datum.items.map(({ span }) => [span.start, span.end])).toEqual([
      [30, 31],
      [32, 34],
    ]);
  });

  it.each([
    ["file", "../secret", "<../secret is outside of what is scanned>"],
    ["fileexists", "../secret", "<../secret is outside of what is scanned>"],
    ["file", "missing", "failed"],
    ["fileexists", "missing", "<is a folder>"],
    ["filebase64", "logo.png", "<logo.png is no text>"],
    ["abspath", "a", "<depends on the machine>"],
    ["pathexpand", "~/a", "<depends on the machine>"],
    ["file", "~/a", "<~/a is outside of what is scanned>"],
  ])("%s(%j) is %s", (name, path, expected) => {
    expect(shown(apply(name, s(path)))).toBe(expected === "<is a folder>" ? "failed" : expected);
  });
});

describe("what would take too long is unknown", () => {
  it.each<[string, Datum[], string]>([
    ["regexall", [s("a*b|."), s("a".repeat(20_000))], "<takes too long to match>"],
    ["regex", [s("(?:a{0,1000}){0,1000}"), s("a")], "<(?:a{0,1000}){0,1000} is too large>"],
    [
      "regex",
      [s("(".repeat(300) + ")".repeat(300)), s("a")],
      `<${"(".repeat(300)}${")".repeat(300)} is nested too deeply>`,
    ],
    ["format", [s("%99999s"), s("a")], "failed"],
    ["indent", [n(1e9), s("a\n")], "<is too long>"],
    ["range", [n(1e9)], "failed"],
    ["jsondecode", [s("[".repeat(5000))], "failed"],
    ["yamldecode", [s("[".repeat(5000))], "<is nested too deeply>"],
    ["yamldecode", [s("- ".repeat(20_000))], "<is nested too deeply>"],
    ["yamldecode", [s("x".repeat(5_000_000))], "<is too long a text>"],
    [
      "yamldecode",
      [
        s(
          `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghi"
            .split("")
            .map((k, i) => `${k}: &${k} [${`*${"abcdefgh"[i]},`.repeat(9)}]\n`)
            .join("")}`,
        ),
      ],
      "failed",
    ],
  ])("%s", (name, args, expected) => {
    expect(shown(apply(name, ...args))).toBe(expected);
  });

  it("matches in a time that grows with the text", () => {
    expect(shown(apply("regexall", s("(a+)+$"), s(`${"a".repeat(5000)}b`)))).toBe("[]");
  });
});
