import { describe, expect, test } from "vitest";
import { show } from "../../../src/model/value.ts";
import { factsOf, grantsOf, parseScript } from "./parse-fixture.ts";

const policy = '{"bindings":[{"role":"roles/viewer","members":["user:a@example.com"]}]}';
const granted = ["roles/viewer user:a@example.com project p"];

describe("a policy from somewhere", () => {
  test.each([
    "gcloud projects set-iam-policy p policy.json",
    "gcloud projects set-iam-policy p ./policy.json --format=json",
    "cat policy.json | gcloud projects set-iam-policy p /dev/stdin",
    "gcloud projects set-iam-policy p - < policy.json",
    "gcloud projects set-iam-policy p <(cat policy.json)",
    `gcloud projects set-iam-policy p /dev/stdin <<< '${policy}'`,
    `F=$(mktemp); echo '${policy}' > "$F"; gcloud projects set-iam-policy p "$F"`,
    `echo '${policy}' | tee /tmp/x.json >/dev/null; gcloud projects set-iam-policy p /tmp/x.json`,
    `cat <<EOF > "$DIR/x.json"\n${policy}\nEOF\ngcloud projects set-iam-policy p "$DIR/x.json"`,
    "cp policy.json copy.json && gcloud projects set-iam-policy p copy.json",
    `printf '%s' '${policy}' >x.json; gcloud projects set-iam-policy p x.json`,
    "cd deep && gcloud projects set-iam-policy p inner.json",
  ])("%s", (script) => {
    const parsed = parseScript(script, { "policy.json": policy, "deep/inner.json": policy });
    expect(grantsOf(parsed)).toEqual(granted);
    expect(factsOf(parsed, "policy-read")).toHaveLength(1);
  });

  test.each([
    "gcloud projects get-iam-policy p > x.json; gcloud projects set-iam-policy p x.json",
    "gcloud projects get-iam-policy p --format=json | jq '.x' | gcloud projects set-iam-policy p -",
    "gcloud projects set-iam-policy p nowhere.json",
    "gcloud projects set-iam-policy p $POLICY",
  ])("none: %s", (script) => {
    const parsed = parseScript(script);
    expect(parsed.facts).toEqual([]);
    expect(parsed.problems).toMatchObject([{ kind: "unanalysed" }]);
  });

  test("a policy with an unknown member is not whole", () => {
    const parsed = parseScript(
      `cat <<EOF > x.yaml\nbindings:\n- role: roles/viewer\n  members:\n  - user:$WHO\nEOF\ngcloud projects set-iam-policy p x.yaml`,
    );
    expect(grantsOf(parsed)).toEqual(["roles/viewer user:${WHO} project p"]);
    expect(factsOf(parsed, "policy-read")).toEqual([]);
  });
});

describe("flags", () => {
  test.each([
    "gcloud projects add-iam-policy-binding p --member=user:a@example.com --role=roles/viewer",
    "gcloud projects add-iam-policy-binding --member user:a@example.com --role roles/viewer p",
    "gcloud projects add-iam-policy-binding --quiet p --role=roles/viewer --member user:a@example.com --no-user-output-enabled",
    "gcloud --verbosity debug projects add-iam-policy-binding p --role=roles/viewer --member=user:a@example.com",
    "gcloud preview projects add-iam-policy-binding p --role=roles/viewer --member=user:a@example.com",
    "gcloud projects add-iam-policy-binding p --flags-file=flags.yaml",
    'F="--member=user:a@example.com --role=roles/viewer"; gcloud projects add-iam-policy-binding p $F',
    "gcloud projects add-iam-policy-binding projects/p --member=user:a@example.com --role=roles/viewer",
    "gcloud projects add-iam-policy-binding p --member=user:a@example.com --role=roles/viewer &",
    "gcloud projects add-iam-policy-binding p --member=user:a@example.com --role=roles/viewer >/dev/null 2>&1",
  ])("%s", (script) => {
    const flags = '--member: "user:a@example.com"\n--role: roles/viewer\n';
    expect(grantsOf(parseScript(script, { "flags.yaml": flags }))).toEqual(granted);
  });

  test.each(["$TARGET", "$CARGO", "$ADOPTION"])("%s holds no flags", (variable) => {
    const script = `gcloud projects add-iam-policy-binding ${variable} --member=user:a@example.com --role=roles/viewer`;
    expect(grantsOf(parseScript(script))).toEqual([`roles/viewer user:a@example.com project \${${variable.slice(1)}}`]);
  });

  test("what can't be seen may be anything", () => {
    const [grant] = factsOf(parseScript("gcloud projects add-iam-policy-binding p $EXTRA_FLAGS"), "grant");
    expect(grant?.role.kind).toBe("unknown");
    expect(grant?.principal.kind).toBe("unknown");
  });

  test("a command without what it needs says nothing", () => {
    expect(parseScript("gcloud projects add-iam-policy-binding p --member=user:a@example.com").facts).toEqual([]);
  });
});

const runAs = (script: string): string => {
  const [operation] = factsOf(parseScript(script, configs), "operation");
  if (operation === undefined) return "none";
  return operation.runAs === undefined ? "default" : `${operation.runAs.kind} ${show(operation.runAs)}`;
};

const configs = {
  "cloudbuild.yaml": "steps: []\nserviceAccount: projects/p/serviceAccounts/build@p.iam.gserviceaccount.com\n",
  "service.yaml": "spec:\n  template:\n    spec:\n      serviceAccountName: run@p.iam.gserviceaccount.com\n",
  "job.yaml": "serviceAccount: train@p.iam.gserviceaccount.com\n",
  "plain.yaml": "steps: []\n",
};

describe("whom a new workload runs as", () => {
  test.each([
    ["gcloud run deploy api --service-account=a@p.iam.gserviceaccount.com", "known a@p.iam.gserviceaccount.com"],
    ["gcloud run deploy api", "default"],
    ["gcloud run deploy api --service-account=default", "default"],
    ["gcloud run deploy api $FLAGS", "unknown ${account}"],
    ["gcloud run services update api --image=i", "unknown ${account}"],
    ["gcloud run services replace service.yaml", "known run@p.iam.gserviceaccount.com"],
    ["gcloud run services replace elsewhere.yaml", "unknown ${account}"],
    ["gcloud builds submit", "known build@p.iam.gserviceaccount.com"],
    ["gcloud builds submit --tag=gcr.io/p/i .", "default"],
    ["gcloud builds submit --config=plain.yaml .", "default"],
    ["gcloud builds submit --config=$CONFIG .", "unknown ${account}"],
    ["gcloud ai custom-jobs create --region=r --config=job.yaml", "known train@p.iam.gserviceaccount.com"],
    ["gcloud compute instances create vm", "default"],
    ["gcloud compute instances create vm --no-service-account --no-scopes", "none"],
    ["gcloud compute instances create vm --source-instance-template=t", "unknown ${account}"],
    [
      "gcloud functions deploy f --run-service-account=a@p.iam.gserviceaccount.com",
      "known a@p.iam.gserviceaccount.com",
    ],
  ])("%s", (script, expected) => {
    expect(runAs(script)).toBe(expected);
  });
});

describe("what a copy reads and writes", () => {
  test.each([
    ["gcloud storage cp a.txt gs://b/c", ["gcs.write b"]],
    ["gcloud storage cp gs://b/c gs://b/d gs://e/f .", ["gcs.read b", "gcs.read e"]],
    ["gcloud storage cp $FILE gs://b/c", ["gcs.write b"]],
    ["gcloud storage cp a.txt $TARGET/c", ["gcs.write ${TARGET}"]],
    ["gcloud storage cp $SOURCE .", ["gcs.read ${SOURCE}"]],
    ["gcloud storage cp $SOURCE $TARGET", []],
    ["gsutil -m cp -r dir/* gs://b", ["gcs.write b"]],
  ])("%s", (script, expected) => {
    const found = factsOf(parseScript(script), "operation");
    expect(found.map(({ id, targets: { bucket } }) => `${id} ${bucket === undefined ? "" : show(bucket)}`)).toEqual(
      expected,
    );
  });
});

test("short flags of bq that take the next word", () => {
  const [load] = factsOf(parseScript("bq load -F , -E UTF-8 d.t gs://b/x.csv schema.json"), "operation");
  expect(load?.targets).toMatchObject({ dataset: { text: "d" }, bucket: { text: "b" } });
});

test("groups that had another name", () => {
  expect(factsOf(parseScript("gcloud container builds submit -t i ."), "operation")).toMatchObject([
    { id: "build.submit" },
  ]);
  expect(factsOf(parseScript("gcloud ml-engine jobs submit training j"), "workload")).toHaveLength(1);
});

test("a template starts nothing", () => {
  expect(parseScript("gcloud dataflow flex-template build gs://b/t --image=i").facts).toEqual([]);
  const account =
    "gcloud dataflow flex-template build gs://b/t --image=i --service-account-email=a@p.iam.gserviceaccount.com";
  expect(factsOf(parseScript(account), "workload")).toHaveLength(1);
});

test("Cloud Shell's project is the active one", () => {
  const script =
    "gcloud iam service-accounts create a\ngcloud config set project p\ngcloud services enable x --project=$DEVSHELL_PROJECT_ID";
  const [api] = factsOf(parseScript(script), "api");
  expect(api?.project).toMatchObject({ kind: "known", text: "p" });
});

/** Who creates the endpoint `here`. */
const callerHere = (script: string): string => {
  const create = "ai endpoints create --display-name=here --region=r";
  const [operation] = factsOf(parseScript(script.replaceAll("HERE", create)), "operation").slice(-1);
  return operation?.caller === undefined ? "" : show(operation.caller);
};

describe("who calls", () => {
  test.each([
    ["gcloud config set account a; gcloud HERE", "a"],
    ["gcloud config set account a; gcloud HERE --account=b", "b"],
    ["gcloud config set account a; gcloud HERE --impersonate-service-account=b", "b"],
    ["gcloud HERE --impersonate-service-account=a,b,c", "c"],
    ["gcloud config set account a; CLOUDSDK_CORE_ACCOUNT=b gcloud HERE", "b"],
    ["gcloud config set account a; export CLOUDSDK_AUTH_IMPERSONATE_SERVICE_ACCOUNT=b; gcloud HERE", "b"],
    ["gcloud config set auth/impersonate_service_account a; gcloud HERE", "a"],
    [
      "gcloud config set account b; gcloud config set auth/impersonate_service_account a; gcloud config unset auth/impersonate_service_account; gcloud HERE",
      "b",
    ],
    ["gcloud auth login a@x.com; gcloud HERE", "a@x.com"],
    ["gcloud auth activate-service-account a --key-file=k.json; gcloud HERE", "a"],
    ["gcloud auth activate-service-account a --key-file=k.json; gcloud auth revoke; gcloud HERE", ""],
    [
      "gcloud config set account a; gcloud config configurations create x; gcloud HERE",
      "${gcloud config.account of x}",
    ],
    ["gcloud config set account a; gcloud config configurations create x --no-activate; gcloud HERE", "a"],
    [
      "gcloud config set account a; gcloud config configurations create x; gcloud config set account b; gcloud HERE",
      "b",
    ],
    [
      "gcloud config set account a; gcloud config configurations create x; gcloud config set account b; gcloud config configurations activate default; gcloud HERE",
      "a",
    ],
    [
      "gcloud config configurations create x; gcloud config set account b; gcloud config configurations activate default; gcloud HERE --configuration=x",
      "b",
    ],
    [
      "gcloud config set account a; gcloud config configurations create x; gcloud config set account b; CLOUDSDK_ACTIVE_CONFIG_NAME=default gcloud HERE",
      "a",
    ],
    ["gcloud config configurations activate prod; gcloud HERE", "${gcloud config.account of prod}"],
  ])("%s", (script, expected) => {
    expect(callerHere(script)).toBe(expected);
  });
});

describe("where a command goes that does not say it", () => {
  test.each([
    ["gcloud config set run/region r; gcloud run deploy s", "r"],
    ["gcloud config set run/region r; gcloud run deploy s --region=t", "t"],
    ["CLOUDSDK_FUNCTIONS_REGION=r gcloud functions deploy f", "r"],
    ["gcloud config set compute/zone z; gcloud compute instances create vm", "z"],
    ["gcloud config set ai/region r; gcloud ai models list", "r"],
  ])("%s", (script, expected) => {
    const [operation] = factsOf(parseScript(script), "operation");
    expect(operation?.location && show(operation.location)).toBe(expected);
  });
});

test("who may invoke a function", () => {
  const command = (verb: string) => `gcloud functions ${verb}-invoker-policy-binding f --region=r --member=allUsers`;
  expect(grantsOf(parseScript(`${command("add")}\n${command("remove")}`))).toEqual([
    "roles/run.invoker allUsers cloudfunctions2-function f",
    "-roles/run.invoker allUsers cloudfunctions2-function f",
  ]);
});

test("a full name says what holds the resource", () => {
  const name = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
  const script = `gcloud kms keys add-iam-policy-binding ${name} --member=user:a@x.com --role=roles/viewer`;
  expect(factsOf(parseScript(script), "grant")).toMatchObject([
    {
      resource: {
        name: { text: "k" },
        project: { text: "p" },
        location: { text: "l" },
        within: { type: "kms-key-ring", name: { text: "r" } },
      },
    },
  ]);
});
