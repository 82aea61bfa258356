import { describe, expect, test } from "vitest";
import { show } from "../../../src/model/value.ts";
import { bind, factsOf, membersOf, parseScript } from "./parse-fixture.ts";

/** Commands that run what they are given. */
const run: readonly (readonly [string, readonly string[]])[] = [
  [`gcloud compute ssh vm --zone=z --command="${bind("a")}"`, ["a"]],
  [`gcloud compute ssh vm --zone=z -- ${bind("a")}`, ["a"]],
  [`gcloud compute ssh vm -- -o A=b -t "${bind("a")}"`, ["a"]],
  [`gcloud compute ssh vm <<X\n${bind("a")}\nX`, ["a"]],
  [`gcloud alpha compute tpus tpu-vm ssh t --worker=all --command="${bind("a")}"`, ["a"]],
  [`M=a; ssh user@host "${bind("$M")}"`, ["a"]],
  [`M=a; ssh user@host '${bind("$M")}'`, ["${M}"]],
  [`ssh -i key -p 22 user@host ${bind("a")}`, ["a"]],
  [`ssh user@host <<X\n${bind("a")}\nX`, ["a"]],
  [`kubectl exec -it pod -c c -- ${bind("a")}`, ["a"]],
  [`kubectl exec pod -- bash -c '${bind("a")}'`, ["a"]],
  [`kubectl run x --image=google/cloud-sdk -- ${bind("a")}`, ["a"]],
  [`kubectl get pods -- ${bind("a")}`, ["a"]],
  [`docker run --rm google/cloud-sdk bash -c "${bind("a")}"`, ["a"]],
  [`docker exec c sh -c '${bind("a")}'`, ["a"]],
  [`docker run --entrypoint gcloud google/cloud-sdk ${bind("a").slice(7)}`, ["a"]],
  [`docker run --entrypoint=bash google/cloud-sdk -c "${bind("a")}"`, ["a"]],
  [`docker compose exec app ${bind("a")}`, ["a"]],
  [`docker-compose run app ${bind("a")}`, ["a"]],
  [`sudo -u bob ${bind("a")}`, ["a"]],
  [`sudo -u bob -H bash -c '${bind("a")}'`, ["a"]],
  [`sudo -E -- ${bind("a")}`, ["a"]],
  [`su - bob -c '${bind("a")}'`, ["a"]],
  [`gosu bob ${bind("a")}`, ["a"]],
  [`nohup ${bind("a")} &`, ["a"]],
  [`setsid ${bind("a")}`, ["a"]],
  [`retry -n 3 -- ${bind("a")}`, ["a"]],
  [`aws-vault exec x -- ${bind("a")}`, ["a"]],
  [`run "${bind("a")}"`, ["a"]],
  [`pe "${bind("a")}"`, ["a"]],
  [`traced ${bind("a")}`, ["a"]],
  [`print_status ${bind("a")}`, []],
  [`p "${bind("a")}"`, []],
  [`require gcloud kubectl`, []],
  [`brew install gcloud --cask`, []],
  [`parallel ${bind("{}")} ::: a b`, ["a", "b"]],
  [`parallel -j4 "${bind("{}")}" ::: a b`, ["a", "b"]],
  [`parallel ${bind("{1}-{2}")} ::: a b ::: 1 2`, ["a-1", "a-2", "b-1", "b-2"]],
  [`printf 'a\\nb\\n' | parallel ${bind("{}")}`, ["a", "b"]],
  [`parallel ${bind("{}")} :::: names.txt`, ["${{}} ?"]],
  [`printf 'a\\nb\\n' | xargs -I{} sh -c '${bind("{}")}'`, ["a", "b"]],
  [`printf 'a,b' | xargs -d, -n1 ${bind("a").replace("--member=a ", "")} --member`, ["a", "b"]],
  [`find . -name x -exec ${bind("a")} \\;`, ["a ?"]],
  [`flock /tmp/lock ${bind("a")}`, ["a"]],
  [`flock -n /tmp/lock -c "${bind("a")}"`, ["a"]],
  [`script -q -c "${bind("a")}" /dev/null`, ["a"]],
  [`watch -n 5 ${bind("a")}`, ["a"]],
  [`until ${bind("a")}; do sleep 5; done`, ["a"]],
];

describe("what runs commands", () => {
  test.each(run)("%s", (script, expected) => {
    expect(membersOf(script)).toEqual(expected);
  });
});

const deploy = "gcloud ai endpoints create --display-name=e --region=r";

/** The caller of every operation, and its project. */
const callers = (script: string): string[] =>
  factsOf(parseScript(`gcloud config set project mine; gcloud config set account me@p\n${script}`), "operation")
    .filter(({ id }) => id === "endpoint.create")
    .map(
      ({ caller, project }) =>
        `${caller === undefined ? "" : show(caller)} ${show(project ?? caller ?? { kind: "known", text: "", span: { path: "", start: 0, end: 0 } })}`,
    );

describe("whoever is signed in elsewhere", () => {
  test.each([
    [deploy, "me@p mine"],
    [
      `gcloud compute instances create vm --service-account=vm@p; gcloud compute ssh u@vm --command="${deploy}"`,
      "vm@p mine",
    ],
    [`gcloud compute ssh vm --command="${deploy}"`, "${account of the other machine} mine"],
    [`ssh host "${deploy}"`, "${account of the other machine} ${project of the other machine}"],
    [`kubectl exec pod -- ${deploy}`, "${account of the other machine} ${project of the other machine}"],
    [`sudo -u bob ${deploy}`, " ${gcloud config.project of another user}"],
    [`sudo ${deploy}`, "me@p mine"],
    [`ssh host "gcloud config set account other@p"; ${deploy}`, "me@p mine"],
  ])("%s", (script, expected) => {
    expect(callers(script)).toEqual([expected]);
  });
});

describe("what a machine runs when it starts", () => {
  const create = "gcloud compute instances create vm --service-account=vm@p";
  test.each([
    [`cat > s.sh <<'X'\n${deploy}\nX\n${create} --metadata-from-file=a=b,startup-script=s.sh`, ["vm@p mine"]],
    [`${create} --metadata=a=b,startup-script='#!/bin/bash\n${deploy}'`, ["vm@p mine"]],
    [`${create} --metadata=^:^startup-script='${deploy}':a=b --project=q`, ["vm@p q"]],
    [`${create} --metadata-from-file startup-script=none.sh`, []],
    [
      `${create.replace("vm@p", "default")} --metadata=startup-script='${deploy}'`,
      ["${account of the other machine} mine"],
    ],
    [
      `gcloud compute instances create vm --metadata=startup-script='${deploy}'`,
      ["${account of the other machine} mine"],
    ],
  ])("%s", (script, expected) => {
    expect(callers(script)).toEqual(expected);
  });
});

test("a key that a container is given", () => {
  const parsed = parseScript("docker run -e A=b -e GOOGLE_APPLICATION_CREDENTIALS=/k.json image gcloud version");
  expect(factsOf(parsed, "key-reference").map(({ file }) => file && show(file))).toEqual(["/k.json"]);
});
