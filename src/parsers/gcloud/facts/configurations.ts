import { type Call, configured, flag, hasFlag } from "../call.ts";
import { type Shell, textOf } from "../shell.ts";
import { plain } from "../text.ts";

/** gcloud's properties belong to the active configuration; the others' are kept under its name. */
const active = "active configuration";

const isProperty = (name: string): boolean => /^[a-z_]+\/[a-z_]+$/.test(name);

const activeName = (shell: Shell): string => plain(shell.state.properties.get(active)) ?? "default";

/** `gcloud config configurations activate NAME`. */
export function activateConfiguration(call: Call): void {
  const [name] = call.args;
  if (name !== undefined) switchTo(call, plain(name.text) ?? "a configuration");
}

/** `gcloud config configurations create NAME`, which activates it. */
export function createConfiguration(call: Call): void {
  if (!hasFlag(call, "--no-activate")) activateConfiguration(call);
}

function switchTo({ shell, invocation }: Pick<Call, "shell" | "invocation">, name: string): void {
  const { properties } = shell.state;
  const current = activeName(shell);
  if (current === name) return;
  for (const [property, text] of properties) {
    if (!isProperty(property)) continue;
    properties.set(`configuration ${current} ${property}`, text);
    properties.delete(property);
  }
  const prefix = `configuration ${name} `;
  for (const property of ["account", "project"])
    properties.set(`core/${property}`, configured(shell, `${property} of ${name}`, invocation.span));
  for (const [property, text] of properties)
    if (property.startsWith(prefix)) properties.set(property.slice(prefix.length), text);
  properties.set(active, [
    { kind: "literal", text: name, origin: invocation.span, exact: false, use: invocation.span },
  ]);
}

/** Runs a command with the configuration that its flag or its environment names. */
export function inConfiguration<T>(call: Call, run: () => T): T {
  const { shell, invocation } = call;
  const variable = "CLOUDSDK_ACTIVE_CONFIG_NAME";
  const named = flag(call, "--configuration")?.text ?? invocation.environment.get(variable) ?? textOf(shell, variable);
  const current = activeName(shell);
  if (named === undefined || plain(named) === current) return run();
  switchTo(call, plain(named) ?? "a configuration");
  try {
    return run();
  } finally {
    switchTo(call, current);
  }
}
