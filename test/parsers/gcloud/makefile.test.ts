import { describe, expect, test } from "vitest";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { bind, grantsOf, membersOf, workspaceOf } from "./parse-fixture.ts";

const make = (text: string, files: Readonly<Record<string, string>> = {}): string[] =>
  membersOf(text, files, "Makefile");

const texts: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "a recursive variable holds what its parts hold in the end",
    `A = $(B)x\nB := b\nB := c\nt:\n\t${bind("$(A)")}\n`,
    ["cx"],
  ],
  ["a simple one what they hold where it stands", `B := b\nA := $(B)x\nB := c\nt:\n\t${bind("$(A)")}\n`, ["bx"]],
  ["chains", `A = $(B)\nB = $(C)\nC = c\nt:\n\t${bind("${A}")}\n`, ["c"]],
  ["variables that name each other end", `A = $(B)\nB = $(A)\nt:\n\t${bind("a")}\n`, ["a"]],
  ["added to", `A := a\nA += b\nt:\n\tfor m in $(A); do ${bind("$$m")}; done\n`, ["a", "b"]],
  ["the shell's own", `t:\n\tM=a; ${bind("$$M")}\n`, ["a"]],
  ["what a command prints", `A := $(shell echo a)\nB != echo b\nt:\n\t${bind("$(A)$(B)")}\n`, ["ab"]],
  ["a command after the colon", `t: ; ${bind("a")}\n`, ["a"]],
  ["prefixes", `t:\n\t-@${bind("a")}\n\t@+ ${bind("b")}\n`, ["a", "b"]],
  ["a variable of a target", `A = a\nt: A = b\nt:\n\t${bind("$(A)")}\nu:\n\t${bind("$(A)")}\n`, ["b", "a"]],
  ["the target and what it needs", `t: u\n\t${bind("$@-$<")}\n`, ["t-u"]],
  ["lines of a define", `define G\n${bind("a")}\n@${bind("b")}\nendef\nt:\n\t$(G)\n`, ["a", "b"]],
  [
    "a define with arguments",
    `define G\n\t${bind("$(1)-$(2)")}\nendef\nt:\n\t$(call G,a,b)\n\t$(call G,c,d)\n`,
    ["a-b", "c-d"],
  ],
  ["a value with arguments", `G = ${bind("$(1)")}\nt:\n\t$(call G,a)\n`, ["a"]],
  ["a call of itself ends", `define G\n$(call G,$(1))\nendef\nt:\n\t$(call G,a)\n\t${bind("a")}\n`, ["a"]],
  ["a loop", `L = a b\nt:\n\t$(foreach m,$(L),${bind("$(m)")};)\n`, ["a", "b"]],
  ["other functions", `t:\n\t${bind("$(subst a,b,c)")}\n\t${bind("$(strip  a )")}\n`, ["${make_function}", "a"]],
  ["a condition", `ifeq ($(CI),true)\nA := a\nelse\nA := b\nendif\nt:\n\t${bind("$(A)")}\n`, ["${A}"]],
  [
    "a condition that is known",
    `CI := true\nifeq ($(CI),true)\nA := a\nelse\nA := b\nendif\nt:\n\t${bind("$(A)")}\n`,
    ["a"],
  ],
  ["a recipe under a condition", `ifdef CI\nt:\n\t${bind("a")}\nendif\n`, ["a ?"]],
  ["one shell for a recipe", `.ONESHELL:\nt:\n\tM=a\n\t${bind("$$M")}\n`, ["a"]],
  ["a shell for each line", `t:\n\tM=a\n\t${bind("$$M")}\n`, ["${M}"]],
  ["another prefix of recipes", `.RECIPEPREFIX = >\nt:\n> ${bind("a")}\n`, ["a"]],
  ["a name with a dash", `my-name := a\nt:\n\t${bind("$(my-name)")}\n`, ["a"]],
  ["comments", `A := a # b\n# t:\n#\t${bind("x")}\nt:\n\t${bind("$(A)")}\n`, ["a"]],
];

describe("Makefiles", () => {
  test.each(texts)("%s", (_, text, expected) => {
    expect(make(text)).toEqual(expected);
  });

  const included = { "common.mk": `A = a\ngrant:\n\t${bind("$(A)$(B)")}\n` };

  test("included files", () => {
    expect(make(`include common.mk\n-include none.mk\nB = b\nt:\n\t${bind("$(A)")}\n`, included)).toEqual(["ab", "a"]);
  });

  test("a file that is included counts there", () => {
    const files = { Makefile: "include common.mk\nB = b\n", ...included };
    const sources = Object.entries(files).map(([path, text]) => ({ path, text }));
    expect(grantsOf(gcloud.parse(sources, workspaceOf(files)))).toEqual(["roles/viewer ab project p"]);
  });

  test("files that include each other end", () => {
    const files = { "a.mk": "include Makefile\nA = a\n" };
    expect(make(`include a.mk\nt:\n\t${bind("$(A)")}\n`, { ...files, Makefile: "include a.mk\n" })).toEqual(["a"]);
  });
});
