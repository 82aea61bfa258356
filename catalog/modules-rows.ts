/** What a module does with its inputs. Templates: `{input}`, `{a|b}` the first that is set, `{a|=text}` with a default. */
export interface ModuleRow {
  /** An input that is a list: the row holds once for each of its items, `{each}`. */
  readonly each?: string;
  readonly target?: TargetRow;
  /** The input that says whether grants are authoritative. */
  readonly mode?: string;
  /** Roles that are granted elsewhere than on `target`. */
  readonly elsewhere?: Readonly<Record<string, TargetRow>>;
  /** The inputs that all of Fabric's modules share. */
  readonly iam?: true;
  /** Names that templates may use. */
  readonly names?: Readonly<Record<string, string>>;
  readonly grants?: readonly GrantRow[];
  readonly effects?: readonly EffectRow[];
  readonly outputs?: Readonly<Record<string, string>>;
}

export interface TargetRow {
  /** Terraform's name of the resource, without `google_`. */
  readonly base: string;
  readonly name: string;
  readonly project?: string;
  readonly location?: string;
}

export interface GrantRow {
  readonly form: string;
  readonly input?: string;
  /** Inputs that must be true (or set) for the row to hold; a leading `!` turns one around. */
  readonly if?: readonly string[];
  readonly roles?: readonly string[];
  readonly member?: string;
  readonly authority?: "role" | "member";
  readonly target?: TargetRow;
}

export interface EffectRow {
  readonly kind: string;
  readonly input?: string;
  readonly default?: readonly string[];
  readonly if?: readonly string[];
  readonly name?: string;
  readonly project?: string;
  readonly base?: string;
  readonly location?: string;
  /** The account that it runs as, where no input names it. */
  readonly account?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Outputs of the module say more than its name: references to it do not mean it. */
  readonly anonymous?: true;
}

const forms: Readonly<Record<string, string>> = {
  "map(role -> list(member))": "role-members",
  "list({role,title,description,expression,members})": "conditions",
};

export function plainRows(input: string, value: string | undefined): readonly GrantRow[] {
  const form = value === undefined ? undefined : forms[value];
  return form === undefined ? [] : [{ form, input }];
}
