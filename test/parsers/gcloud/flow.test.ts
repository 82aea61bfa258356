import { describe, expect, test } from "vitest";
import { bind, membersOf } from "./parse-fixture.ts";

/** Who gets the role after ways that may leave a loop, a function or the script. */
const ways: readonly (readonly [string, readonly string[]])[] = [
  [`for m in a b c; do if [ $m = b ]; then continue; fi; ${bind("$m")}; done`, ["a", "c"]],
  [`for m in a b; do if unknown; then continue; fi; ${bind("$m")}; done; ${bind("z")}`, ["a ?", "b ?", "z"]],
  [`for m in a b; do ${bind("$m")}; if unknown; then break; fi; done; ${bind("z")}`, ["a", "b ?", "z"]],
  [`for m in a b; do [ "$m" = "$1" ] && continue; ${bind("$m")}; done`, ["a ?", "b ?"]],
  [`for m in a b; do case $1 in $m) continue;; esac; ${bind("$m")}; done`, ["a ?", "b ?"]],
  [`for m in a b; do for n in 1 2; do [ $n = 2 ] && continue 2; ${bind("$m$n")}; done; done`, ["a1", "b1"]],
  [`for m in a b; do for n in 1 2; do ${bind("$m$n")}; break 2; done; done; ${bind("z")}`, ["a1", "z"]],
  [
    `for m in a b; do for n in 1 2; do unknown && continue; ${bind("$m$n")}; done; ${bind("$m")}; done`,
    ["a1 ?", "a2 ?", "a", "b1 ?", "b2 ?", "b"],
  ],
  [`select m in a b; do break; done; ${bind("z")}`, ["z"]],
  [`while true; do if unknown; then break; fi; ${bind("a")}; done; ${bind("z")}`, ["a ?", "z"]],
  [`for m in a b; do if unknown; then exit 1; fi; ${bind("$m")}; done`, ["a", "b"]],
  [`f() { if unknown; then return; fi; ${bind("a")}; }; f; ${bind("z")}`, ["a ?", "z"]],
  [`f() { if [ -z "$1" ]; then return 1; fi; ${bind("a")}; }; f $X`, ["a"]],
  [`f() { if gcloud projects describe p; then return; fi; ${bind("a")}; }; f`, ["a"]],
  [`f() { gcloud projects describe p && return; ${bind("a")}; }; f`, ["a"]],
  [`f() { for m in a b; do unknown && return; ${bind("$m")}; done; }; f; ${bind("z")}`, ["a ?", "b ?", "z"]],
  [`f() { return 1; }; if f; then ${bind("a")}; else ${bind("b")}; fi`, ["b"]],
  [`f() { return 0; }; f || ${bind("a")}`, []],
  [`if [ -z "$X" ]; then exit 1; else ${bind("a")}; fi`, ["a"]],
  [`case $1 in "") exit 1;; *) ${bind("a")};; esac`, ["a"]],
  [`( unknown && exit; ${bind("a")} ); ${bind("z")}`, ["a", "z"]],
  [`u() { exit 2; }; [ $# -eq 1 ] || u; ${bind("a")}`, ["a"]],
  [`cd nowhere || exit 1; ${bind("a")}`, ["a"]],
  [`set -e; ${bind("a")} || { echo failed; exit 1; }; ${bind("z")}`, ["a", "z"]],
  [`${bind("a")} && echo done || exit 1; ${bind("z")}`, ["a", "z"]],
  [`case x in x) ${bind("a")};& y) ${bind("b")};; z) ${bind("c")};; esac`, ["a", "b"]],
  [`case x in x) ${bind("a")};;& x*) ${bind("b")};; z) ${bind("c")};; esac`, ["a", "b"]],
  [`T=$(which tool); if [ -z $T ]; then exit 1; fi; ${bind("a")}`, ["a"]],
  [`T=$(command -v tool); [ -n "$T" ] || exit 1; ${bind("a")}`, ["a"]],
  [`H=$(ssh host); [ -z "$H" ] && exit 1; ${bind("a")}`, ["a"]],
  [`gcloud projects list | grep -q p || ${bind("a")}`, ["a"]],
  [`if ! gcloud projects list | grep -q p; then ${bind("a")}; fi`, ["a"]],
  [`if gcloud projects list | grep -q p; then ${bind("a")}; else ${bind("b")}; fi`, ["a ?", "b"]],
  // Retries: whoever got through before the last turn goes on.
  [`for i in 1 2 3; do unknown && break; if [ $i = 3 ]; then exit 1; fi; done; ${bind("a")}`, ["a"]],
  [`for i in 1 2 3; do if unknown; then break; fi; [ $i = 3 ] && exit 1; sleep 1; done; ${bind("a")}`, ["a"]],
  [`i=0; until unknown; do i=$((i+1)); if [ $i -ge 3 ]; then exit 1; fi; done; ${bind("a")}`, ["a"]],
  [`while true; do if unknown; then break; fi; n=$((n+1)); exit 1; done; ${bind("a")}`, ["a"]],
  [`for i in 1 2; do unknown && continue; exit 1; done; ${bind("a")}`, ["a"]],
  [
    `f() { for i in 1 2; do unknown; e=$?; [ $e -eq 0 ] && return 0; done; return 1; }; f || exit 1; ${bind("a")}`,
    ["a"],
  ],
  [`f() { for i in 1 2; do unknown && return 0; done; echo late >&2; exit 1; }; f; ${bind("a")}`, ["a"]],
  [`f() { if unknown; then return 0; fi; return 0; }; f || ${bind("a")}; ${bind("b")}`, ["b"]],
  [`f() { if unknown; then return 1; fi; return 0; }; if f; then ${bind("a")}; else ${bind("b")}; fi`, ["a ?", "b ?"]],
];

describe("what may leave", () => {
  test.each(ways)("%s", (script, expected) => {
    expect(membersOf(script)).toEqual(expected);
  });
});
