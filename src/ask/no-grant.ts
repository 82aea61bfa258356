import type { Graph } from "../model/graph.ts";
import { show } from "../model/value.ts";
import type { Locate } from "./answer.ts";
import type { Cause } from "./error-causes.ts";
import type { Denial } from "./error-text.ts";

type Explain = (denial: Denial) => readonly string[];

/** What to say of a refusal that no grant cures, or that does not say what it refused. */
const explanations: Partial<Record<Cause, Explain>> = {
  "api-disabled": ({ api = "the API", project }) => [
    `This is no missing grant: ${api} is not enabled${project === undefined ? "" : ` in project ${project}`}. Enable it (gcloud services enable ${api === "the API" ? "API" : api}${project === undefined ? "" : ` --project=${project}`}), in the quota project of the credential too.`,
  ],
  "consumer-invalid": ({ project }) => [
    `This is no missing grant: the project that the call is billed to${project === undefined ? "" : ` (${project})`} does not exist, or the caller may not use it (serviceusage.services.use).`,
  ],
  perimeter: ({ about, api }) => [
    `This is not IAM: VPC Service Controls keeps ${api ?? "the service"} inside of a perimeter, and the call came from outside or went out.`,
    `No role helps. The troubleshooter of VPC Service Controls says what was refused${about === undefined ? "" : ` (identifier ${about})`}; an ingress or egress rule or an access level of the perimeter lets it through.`,
  ],
  "org-policy": ({ about }) => [
    `This is no missing grant: an organization policy forbids it (constraint ${about ?? "that the text does not name"}).`,
    "Do without, or have whoever administers the organization's policies make an exception for this project.",
  ],
  "billing-disabled": ({ project }) => [
    `This is no missing grant: ${project === undefined ? "the project" : `project ${project}`} has no billing account that is open. Link one (gcloud billing projects link).`,
  ],
  scopes: ({ api }) => [
    `This is no missing grant: the access token lacks an OAuth scope${api === undefined ? "" : ` for ${api}`}. Roles say what an identity may do, scopes what this token may be used for.`,
    "Give the machine or the node pool the scope https://www.googleapis.com/auth/cloud-platform, or log in again with the scopes that the call needs.",
  ],
  unauthenticated: ({ permission }) => [
    "The call carried no credentials, or none that the service accepts: it was refused as nobody.",
    `Send credentials first (an identity token for Cloud Run, docker's credential helper for Artifact Registry)${permission === undefined ? "." : `; whoever calls then needs ${permission}. Granting it to allUsers would let everybody in.`}`,
  ],
  unnamed: ({ project }) => [
    "It was refused, but the text does not say which permission is missing. The audit log does:",
    `gcloud logging read 'protoPayload.status.code=7'${project === undefined ? "" : ` --project=${project}`} --freshness=1h --limit=5 (reads are logged only where Data Access logs are on). Paste the entry.`,
  ],
  unknown: () => ["The text names no permission and no account to act as: paste the whole error."],
};

/** In sentences, with the places in the scanned code that make it so. */
export function explainWithoutGrant(denial: Denial, graph: Graph, locate: Locate): readonly string[] {
  const sentences = explanations[denial.cause]?.(denial);
  if (sentences !== undefined) return [...sentences, ...constraintPlaces(denial, graph, locate)];
  return [
    `${denial.permission ?? "It"} was denied, but the text does not say on what.`,
    `Ask for the resource that was meant: iam-lint why ${denial.principal ?? "PRINCIPAL"} ${denial.permission ?? "PERMISSION"} RESOURCE`,
  ];
}

function constraintPlaces({ cause, about }: Denial, graph: Graph, locate: Locate): readonly string[] {
  if (cause !== "org-policy" || about === undefined) return [];
  return graph
    .facts("org-policy")
    .filter(({ constraint }) => show(constraint).replace(/^constraints\//, "") === about)
    .map(({ resource, span }) => {
      const { path, line } = locate(span);
      return `It is set on ${graph.resource(resource).shown} in ${path}:${line}.`;
    });
}
