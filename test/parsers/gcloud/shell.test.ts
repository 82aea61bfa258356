import { describe, expect, test } from "vitest";
import { gcloud } from "../../../src/parsers/gcloud/index.ts";
import { bind, factsOf, grantsOf, membersOf, parseScript, workspaceOf } from "./parse-fixture.ts";
import { show } from "../../../src/model/value.ts";

/** The role that `--role=$X` comes to after the lines given. */
function roleAfter(lines: string): string {
  const [grant] = factsOf(
    parseScript(`${lines}\ngcloud projects add-iam-policy-binding p --member=user:a@example.com --role="$X"`),
    "grant",
  );
  return grant === undefined ? "" : `${grant.role.kind === "known" ? "" : `${grant.role.kind} `}${show(grant.role)}`;
}

const values: readonly (readonly [string, string])[] = [
  ["X=a", "a"],
  ["X='a b'", "a b"],
  ['Y=a; X="$Y-$Y"', "a-a"],
  ["X=${UNSET}", "unknown ${UNSET}"],
  ["X=${UNSET:-fallback}", "fallback"],
  ["X=${UNSET-fallback}", "fallback"],
  ["X=${UNSET:-}", "unknown ${UNSET}"],
  ["f() { X=${1:-}x; }; f", "x"],
  [": ${X:=fallback}", "fallback"],
  ["Y=; X=${Y:-fallback}", "fallback"],
  ["Y=set; X=${Y:-fallback}", "set"],
  ["Y=set; X=${Y:+alternative}", "alternative"],
  ["X=a${UNSET:+alternative}", "a"],
  ["X=${UNSET:?is needed}", "unknown ${UNSET}"],
  ["X=$1", "unknown ${1}"],
  ["X=${1:-roles/viewer}", "roles/viewer"],
  ["set -- one two; X=$2", "two"],
  ["set -- one two; shift; X=$1", "two"],
  ["set -- one two; X=$#", "2"],
  ["Y=name@project.iam; X=${Y%@*}", "name"],
  ["Y=name@project.iam; X=${Y#*@}", "project.iam"],
  ["Y=a.b.c; X=${Y%%.*}", "a"],
  ["Y=a/b/c; X=${Y##*/}", "c"],
  ["Y=a-b-c; X=${Y//-/_}", "a_b_c"],
  ["Y=a-b-c; X=${Y/-/_}", "a_b-c"],
  ["Y=abcdef; X=${Y:1:3}", "bcd"],
  ["Y=abcdef; X=${Y: -2}", "ef"],
  ["Y=abc; X=${Y^^}", "ABC"],
  ["Y=ABC; X=${Y,,}", "abc"],
  ["Y=abc; X=${#Y}", "3"],
  ["Z=value; Y=Z; X=${!Y}", "value"],
  ["L=(a b c); X=${L[1]}", "b"],
  ["L=(a b c); X=${#L[@]}", "3"],
  ["L=(a b c); X=${L[*]}", "a b c"],
  ["declare -A M=([k]=v); X=${M[k]}", "v"],
  ["declare -A M; M[k]=v; K=k; X=${M[$K]}", "v"],
  ["L=(a b c); X=${L[-1]}", "c"],
  ['L=(a b c); M=("${L[@]:1:1}"); X=${M[*]}', "b"],
  ['L=(a b c); IFS=,; X="${L[*]}"', "a,b,c"],
  ["L=(a b); unset 'L[0]'; X=${L[*]}", "b"],
  ['set -- a b c; X="${*:2}"', "b c"],
  ["f() { X=$FUNCNAME; }; f", "f"],
  ["declare -i X=5", "5"],
  ["declare -i X=2+3", "unknown ${X}"],
  ["declare -u X=ab", "AB"],
  ["source /dev/stdin <<< 'X=a'", "a"],
  ["X=a; case ab in @(a|b)*) X=b;; esac", "unknown ${X}"],
  ["X=a; X+=b", "ab"],
  ["X=$((1 + 2 * 3))", "7"],
  ["i=4; ((i++)); X=$i", "5"],
  ["X=$(echo a b)", "a b"],
  ["X=`echo a`", "a"],
  ["X=`echo \\`echo a\\``", "a"],
  ["X=$(printf '%s-%s' a b)", "a-b"],
  ["printf -v X '%s' a", "a"],
  ["X=$(echo A | tr A-Z a-z)", "a"],
  ["X=$(echo a:b | cut -d: -f2)", "b"],
  ["X=$(cat <<EOF\na\nEOF\n)", "a"],
  ["X=$(cat <<'EOF'\n$Y\nEOF\n)", "$Y"],
  ["X=$(cat <<-EOF\n\ta\n\tEOF\n)", "a"],
  ["echo a > f; X=$(cat f)", "a"],
  ["echo a > f; echo b >> f; X=$(cat f | sort)", "a\nb"],
  ["echo a | tee f > /dev/null; X=$(cat f)", "a"],
  ["read -r X <<< a", "a"],
  ["IFS=, read -r Y X <<< a,b", "b"],
  ["IFS=,; read -r Y X <<< a,b", "b"],
  ["mapfile -t L <<< $'a\\nb'; X=${L[1]}", "b"],
  ["f() { local Y=inner; X=$Y; }; Y=outer; f", "inner"],
  ["f() { local Y=inner; }; Y=outer; f; X=$Y", "outer"],
  ['f() { echo "$1!"; }; X=$(f a)', "a!"],
  ["f() { echo told >&2; echo a; }; X=$(f)", "a"],
  ['X=$(if [ "$1" = x ]; then echo a; else echo b; fi)', 'unknown $(if [ "$1" = x ]; then echo a; else echo b; fi)'],
  ['X=$(if [ "$1" = x ]; then echo a; else echo a; fi)', "a"],
  ["f() { if unknown; then X=a; return; fi; X=b; }; f", "unknown ${X}"],
  ["f() { if unknown; then echo a; return; fi; echo b; }; X=$(f)", "unknown $(f)"],
  ["f() { if unknown; then X=a; return; else X=a; return; fi; X=b; }; f", "a"],
  ["case $1 in a) X=a;; *) exit 1;; esac", "a"],
  ["X=$(gcloud config get-value project || echo other)", "symbolic ${gcloud config.project}"],
  ["gcloud config set project p; X=$(gcloud config get-value core/project 2>/dev/null)", "p"],
  ["echo a > f; X=$(< f)", "a"],
  ['echo \'{"a":{"b":"c"}}\' > f; X=$(jq -r .a.b f)', "c"],
  [
    "X=$(gcloud projects list --filter=project_id:acme --format='value(PROJECT_NUMBER)')",
    "symbolic ${gcloud project acme.number}",
  ],
  [
    "X=$(gcloud storage service-agent --project=acme)",
    "symbolic service-${gcloud project acme.number}@gs-project-accounts.iam.gserviceaccount.com",
  ],
  ["X=$(unknown-command)", "unknown $(unknown-command)"],
  ["(X=a)", "unknown ${X}"],
  ["{ X=a; }", "a"],
  ["X=a; unset X", "unknown ${X}"],
  ["export X=a", "a"],
  ["readonly X=a", "a"],
  ["eval 'X=a'", "a"],
  ["if true; then X=a; else X=b; fi", "a"],
  ["if false; then X=a; else X=b; fi", "b"],
  ["if [ a = b ]; then X=a; else X=b; fi", "b"],
  ["if [[ abc == a* ]]; then X=yes; else X=no; fi", "yes"],
  ['if [ -z "$UNSET" ]; then X=a; else X=b; fi', "unknown ${X}"],
  ["if [ 3 -gt 2 ] && [ -n x ]; then X=a; fi", "a"],
  ["X=a; if unknown-command; then X=a; fi", "a"],
  ["case prod in dev) X=a;; pr*) X=b;; *) X=c;; esac", "b"],
  ["for i in a b; do X=$i; done", "b"],
  ["for i in a b; do X=$i; break; done", "a"],
  ["for ((i = 0; i < 3; i++)); do X=$i; done", "2"],
  ["i=0; while [ $i -lt 3 ]; do i=$((i + 1)); X=$i; done", "3"],
  ['until [ -n "$X" ]; do X=a; done', "unknown ${X}"],
  ["[ a = a ] && X=a || X=b", "a"],
  ["[ a = b ] && X=a || X=b", "b"],
  ['D=$(dirname "$0"); X=$(basename $D/x.sh .sh)', "x"],
  ["X={a,b}", "{a,b}"],
];

describe("what a variable holds", () => {
  test.each(values)("%s", (lines, expected) => {
    expect(roleAfter(lines)).toBe(expected);
  });
});

const runs: readonly (readonly [string, readonly string[]])[] = [
  [`for m in {a,b}{1,2}; do ${bind("$m")}; done`, ["a1", "a2", "b1", "b2"]],
  [`for m in {1..3}; do ${bind("m$m")}; done`, ["m1", "m2", "m3"]],
  [`for m in $(ls); do ${bind("$m")}; done`, ["${m} ?"]],
  [`for m in *.txt; do ${bind("$m")}; done`, ["${m} ?"]],
  [`printf 'a\\nb\\n' | while read -r m; do ${bind("$m")}; done`, ["a", "b"]],
  [`while read -r m; do ${bind("$m")}; done < <(printf 'a\\nb\\n')`, ["a", "b"]],
  [`while read -r m; do ${bind("$m")}; done < unknown.txt`, ["${m} ?"]],
  [`L=a,b; IFS=,; for m in $L; do ${bind("$m")}; done`, ["a", "b"]],
  [`printf '# x\na\nb\n' | grep -v '^#' | while read -r m; do ${bind("$m")}; done`, ["a", "b"]],
  [`echo '[{"m":"a"},{"m":"b"}]' | jq -r '.[].m' | while read -r m; do ${bind("$m")}; done`, ["a", "b"]],
  [`echo '{"l":["a","b"]}' > f; for m in $(jq -r '.l[]' f); do ${bind("$m")}; done`, ["a", "b"]],
  [`echo a b | xargs -n 1 -I % ${bind("%")}`, ["a b"]],
  [`printf 'a\\nb\\n' | xargs -I{} ${bind("{}")}`, ["a", "b"]],
  [`unknown | xargs -I{} ${bind("{}")}`, ["${xargs} ?"]],
  [`f() { ${bind("$1")}; }; f a; f b`, ["a", "b"]],
  [`f() { "$@"; }; f ${bind("a")}`, ["a"]],
  [`function run { echo "+ $*"; "$@" || exit 1; }\nrun ${bind("a")}`, ["a"]],
  [`retry 3 ${bind("a")}`, ["a"]],
  [`$SUDO ${bind("a")}`, ["a"]],
  [`timeout -k 5 60 nice -n 5 ${bind("a")}`, ["a"]],
  [`GCLOUD="gcloud --quiet"; $GCLOUD ${bind("a").slice(7)}`, ["a"]],
  [`$GCLOUD ${bind("a").slice(7)}`, ["a"]],
  [`ARGS=(--member=a --role=roles/viewer); gcloud projects add-iam-policy-binding p "\${ARGS[@]}"`, ["a"]],
  [`bash -c "${bind("a")}"`, ["a"]],
  [`echo "${bind("a")}" | bash`, ["a"]],
  [`bash <<EOF\n${bind("a")}\nEOF`, ["a"]],
  [`CMD="${bind("$1")}"; eval "$CMD"`, ["${1}"]],
  [`CMD="${bind("a")}"; $CMD`, ["a"]],
  [`echo '${bind("a")}' > run.sh; bash run.sh`, ["a"]],
  [`cat > run.sh <<EOF\n${bind("\\$1")}\nEOF\nchmod +x run.sh; ./run.sh a; bash -x run.sh b`, ["a", "b"]],
  [`docker run --rm -v k:/k google/cloud-sdk ${bind("a")}`, ["a"]],
  [`( ${bind("a")} ) & { ${bind("b")}; }`, ["a", "b"]],
  [`X=$(${bind("a")})`, ["a"]],
  [`! ${bind("a")}`, ["a"]],
  [`time ${bind("a")}`, ["a"]],
  [`trap '${bind("a")}' EXIT`, ["a ?"]],
  [`cleanup() { ${bind("a")}; }`, ["a ?"]],
  [`b() { ${bind("$1")}; }; main() { b a; }`, ["a ?"]],
  [`echo ${bind("a")}; # ${bind("b")}`, []],
  [`command -v ${bind("a")}`, []],
  [`: ${bind("a")}`, []],
  [`cat <<EOF\n${bind("a")}\nEOF`, []],
  [`if false; then ${bind("a")}; fi`, []],
  [`false && ${bind("a")}`, []],
  [`true || ${bind("a")}`, []],
  [`exit 0\n${bind("a")}`, []],
  [`[ -n "$CI" ] || exit 1\n${bind("a")}`, ["a"]],
  [`if [ -z "$1" ]; then exit 1; fi\n${bind("a")}`, ["a"]],
  [`gcloud projects describe p || ${bind("a")}`, ["a"]],
  [`if ! gcloud projects describe p; then ${bind("a")}; fi`, ["a"]],
  [`if [ -z "$(gcloud projects list --filter=p)" ]; then ${bind("a")}; fi`, ["a"]],
  [`if [[ -z $(gcloud projects list --filter=p) ]]; then ${bind("a")}; fi`, ["a"]],
  [`E=$(gcloud projects describe p); if [[ ! -n "$E" ]]; then ${bind("a")}; else ${bind("b")}; fi`, ["a", "b ?"]],
  [`[ -z "$(gcloud projects list --filter=p)" ] && ${bind("a")}`, ["a"]],
  [`[ -n "$(gcloud projects list --filter=p)" ] || ${bind("a")}`, ["a"]],
  [`[ -n "$(gcloud projects list --filter=p)" ] && ${bind("a")}`, ["a ?"]],
  [`if [ "\${CI:-false}" = true ]; then ${bind("a")}; fi`, ["a ?"]],
  [`E=\${1:-dev}; case $E in prod) ${bind("a")};; dev) ${bind("b")};; esac`, ["a ?", "b ?"]],
  [`f() { if [ "\${1:-dev}" = prod ]; then ${bind("a")}; fi; }; f`, []],
  [`if [[ -n "\${SA:-}" ]]; then ${bind("a")}; fi`, ["a ?"]],
  [`if grep -q x f; then ${bind("a")}; else ${bind("b")}; fi`, ["a ?", "b ?"]],
  [`case $1 in x) ${bind("a")};; y) ${bind("b")};; esac`, ["a ?", "b ?"]],
  [`while true; do ${bind("a")}; sleep 1; done`, ["a"]],
  [`select m in a b; do ${bind("$m")}; done`, ["${m} ?"]],
  [`case $1 in x) ${bind("a")};; *) exit 1;; esac; ${bind("b")}`, ["a ?", "b"]],
  [`cd x && ${bind("a")}`, ["a"]],
  [`${bind("a")} || true`, ["a"]],
  [`make || ${bind("a")}`, ["a ?"]],
];

describe("what runs", () => {
  test.each(runs)("%s", (script, expected) => {
    expect(membersOf(script)).toEqual(expected);
  });
});

test("gcloud's configuration outlives the subshell that sets it", () => {
  const script = `(gcloud config set project p); echo "$KEY" | gcloud auth activate-service-account a@p.iam.gserviceaccount.com --key-file=-
    gcloud run deploy api`;
  expect(factsOf(parseScript(script), "operation")).toMatchObject([
    { project: { text: "p" }, caller: { text: "a@p.iam.gserviceaccount.com" } },
  ]);
});

const named = (text: string, path = "script.sh"): string[] =>
  factsOf(parseScript(text, {}, path), "key-reference").map(({ file }) => (file === undefined ? "" : show(file)));

describe("key files in the environment", () => {
  test.each([
    ["export GOOGLE_APPLICATION_CREDENTIALS=k.json", ["k.json"]],
    ["GOOGLE_APPLICATION_CREDENTIALS=k.json; export GOOGLE_APPLICATION_CREDENTIALS", ["k.json"]],
    ["set -a; GOOGLE_APPLICATION_CREDENTIALS=k.json; set +a", ["k.json"]],
    ["declare -x GOOGLE_APPLICATION_CREDENTIALS=k.json", ["k.json"]],
    ["GOOGLE_APPLICATION_CREDENTIALS=k.json terraform apply", ["k.json"]],
    ["env GOOGLE_APPLICATION_CREDENTIALS=k.json terraform apply", ["k.json"]],
    ["GOOGLE_APPLICATION_CREDENTIALS=k.json", []],
    ["export GOOGLE_APPLICATION_CREDENTIALS=$KEY", []],
    ["export GOOGLE_APPLICATION_CREDENTIALS=~/.config/gcloud/application_default_credentials.json", []],
    ["export GOOGLE_APPLICATION_CREDENTIALS=", []],
  ])("%s", (script, files) => {
    expect(named(script)).toEqual(files);
  });

  test("an environment file", () => {
    expect(named("GOOGLE_APPLICATION_CREDENTIALS=k.json\n", "deploy/.env")).toEqual(["k.json"]);
  });
});

describe("files of the repository", () => {
  const library =
    'grant() {\n  gcloud projects add-iam-policy-binding "$PROJECT" --member="$1" --role=roles/viewer\n}\nPROJECT=p\n';

  test.each([
    "source lib.sh; grant a",
    ". ./lib.sh; grant a",
    'source "$(dirname "$0")/lib.sh"; grant a',
    'DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"; source "${DIR}/lib.sh"; grant a',
    'source "$SCRIPTS/lib.sh"; grant a',
    'source "$ROOT/infra/lib.sh"; grant a',
    '. "${BASH_SOURCE%/*}/lib.sh"; grant a',
    'source "$(git rev-parse --show-toplevel)/infra/lib.sh"; grant a',
  ])("%s", (script) => {
    const parsed = parseScript(script, { "infra/lib.sh": library }, "infra/deploy.sh");
    expect(grantsOf(parsed)).toEqual(["roles/viewer a project p"]);
    expect(factsOf(parsed, "grant")[0]?.span.path).toBe("infra/lib.sh");
  });

  test.each(["./grant.sh a", "bash infra/grant.sh a", "P=a; bash -e ./grant.sh $P", "infra/grant.sh a"])(
    "%s",
    (script) => {
      const grant = 'gcloud projects add-iam-policy-binding "${PROJECT:-p}" --member="$1" --role=roles/viewer\n';
      const parsed = parseScript(`PROJECT=hidden\n${script}`, { "infra/grant.sh": grant }, "infra/deploy.sh");
      expect(grantsOf(parsed)).toEqual(["roles/viewer a project p"]);
      expect(factsOf(parsed, "grant")[0]?.role.span).toMatchObject({ path: "infra/grant.sh" });
    },
  );

  test("a script that others run says what it says there", () => {
    const sources = [
      { path: "grant.sh", text: bind("$1") },
      { path: "main.sh", text: "./grant.sh a" },
    ];
    const files = Object.fromEntries(sources.map(({ path, text }) => [path, text]));
    expect(grantsOf(gcloud.parse(sources, workspaceOf(files)))).toEqual(["roles/viewer a project p"]);
  });

  test("a file that sources itself ends", () => {
    expect(grantsOf(parseScript(`source script.sh; ${bind("a")}`))).toEqual(["roles/viewer a project p"]);
  });

  test("none outside of the scanned folder", () => {
    expect(parseScript("source ../../lib.sh; source /etc/lib.sh; grant a").facts).toEqual([]);
  });
});
