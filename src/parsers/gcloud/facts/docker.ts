import type { Fact } from "../../../model/fact.ts";
import { type Call, narrowed, optional } from "../call.ts";
import type { Invocation, Shell, Word } from "../shell.ts";
import { type Text, flat, plain, split, toValue } from "../text.ts";
import { addOperation } from "./operations.ts";

/** `docker push` and `docker pull` of an Artifact Registry repository. */
export function runDocker(shell: Shell, invocation: Invocation, facts: Fact[]): Text | undefined {
  const { words } = invocation;
  const verb = words.findIndex(({ text }) => /^(push|pull)$/.test(plain(text) ?? ""));
  const image = words.slice(verb + 1).find(({ text }) => !flat(text).startsWith("-"));
  if (verb < 0 || verb > 1 || image === undefined) return undefined;
  const repository = repositoryOf(image);
  if (repository === undefined) return undefined;
  const command = plain(words[verb]?.text) ?? "";
  const call: Call = {
    shell,
    invocation: narrowed(invocation, words[verb]?.span),
    facts,
    command,
    writer: `docker ${command}`,
    args: [],
    flags: new Map(),
    open: false,
  };
  addOperation(call, `ar.${command}`, repository.targets, {
    project: repository.project,
    location: repository.location,
  });
  return undefined;
}

interface Repository {
  readonly project: ReturnType<typeof toValue>;
  readonly location: ReturnType<typeof toValue>;
  readonly targets: Readonly<Record<string, ReturnType<typeof toValue>>>;
}

/** `LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE`. */
function repositoryOf({ text, span }: Word): Repository | undefined {
  const [host = [], project, repository] = split(text, "/");
  const [location = []] = split(host, "-docker.pkg.dev");
  if (!flat(host).endsWith("-docker.pkg.dev") || project === undefined) return undefined;
  return {
    project: toValue(project, span),
    location: toValue(location, span),
    targets: { image: toValue(text, span), ...optional("repository", repository && toValue(repository, span)) },
  };
}
