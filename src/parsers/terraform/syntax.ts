/**
 * The syntax tree of HCL's native syntax (hashicorp/hcl, hclsyntax/spec.md). Every node has its place: `start` inclusive
 * and `end` exclusive, in UTF-16 code units of the file.
 */
export interface Node {
  readonly start: number;
  readonly end: number;
}

export interface Body extends Node {
  readonly items: readonly (Attribute | Block)[];
}

export interface Attribute extends Node {
  readonly type: "attribute";
  readonly name: Identifier;
  readonly value: Expression;
}

export interface Block extends Node {
  readonly type: "block";
  readonly name: Identifier;
  readonly labels: readonly Label[];
  readonly body: Body;
}

export interface Identifier extends Node {
  readonly text: string;
}

/** `quoted`: the place includes the quotes, the text does not. */
export interface Label extends Node {
  readonly text: string;
  readonly quoted: boolean;
}

/** `text` is what stands behind or between the markers, trimmed. */
export interface Comment extends Node {
  readonly text: string;
}

export interface SyntaxProblem extends Node {
  readonly message: string;
}

/** What reading a file gives: whatever could be read, and a problem for each stretch that could not. */
export interface File {
  readonly body: Body;
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

export type Expression =
  | NumberLiteral
  | BooleanLiteral
  | NullLiteral
  | Template
  | Tuple
  | ObjectExpression
  | Variable
  | Call
  | ForExpression
  | GetAttribute
  | GetIndex
  | Splat
  | Unary
  | Binary
  | Conditional
  | Parenthesized
  | Broken;

export interface NumberLiteral extends Node {
  readonly type: "number";
  readonly text: string;
}

export interface BooleanLiteral extends Node {
  readonly type: "boolean";
  readonly value: boolean;
}

export interface NullLiteral extends Node {
  readonly type: "null";
}

/**
 * A quoted string or a heredoc. A plain string has one literal part, or none when empty. Escapes are resolved in
 * `text`; heredoc indentation (`<<-`) is removed; `~` trimming is applied.
 */
export interface Template extends Node {
  readonly type: "template";
  readonly form: "quoted" | "heredoc" | "flush-heredoc";
  readonly parts: readonly TemplatePart[];
}

export type TemplatePart = TemplateLiteral | Interpolation | TemplateIf | TemplateFor;

export interface TemplateLiteral extends Node {
  readonly type: "literal";
  readonly text: string;
}

/** `${ … }`: the place includes the markers. */
export interface Interpolation extends Node {
  readonly type: "interpolation";
  readonly value: Expression;
}

export interface TemplateIf extends Node {
  readonly type: "if";
  readonly condition: Expression;
  readonly then: readonly TemplatePart[];
  readonly else: readonly TemplatePart[];
}

export interface TemplateFor extends Node {
  readonly type: "for";
  readonly key?: Identifier;
  readonly value: Identifier;
  readonly collection: Expression;
  readonly parts: readonly TemplatePart[];
}

export interface Tuple extends Node {
  readonly type: "tuple";
  readonly items: readonly Expression[];
}

export interface ObjectExpression extends Node {
  readonly type: "object";
  readonly items: readonly ObjectItem[];
}

/** A bare identifier as key is a `Variable` here with `literalKey` true: it stands for its own name. */
export interface ObjectItem extends Node {
  readonly key: Expression;
  readonly literalKey: boolean;
  readonly value: Expression;
}

export interface Variable extends Node {
  readonly type: "variable";
  readonly name: string;
}

/** `name` may be namespaced: `provider::google::region_from_zone`. */
export interface Call extends Node {
  readonly type: "call";
  readonly name: Identifier;
  readonly args: readonly Expression[];
  /** The last argument is followed by `...`. */
  readonly expand: boolean;
}

/** `[for k, v in c : value if condition]`, or with `key =>` in braces, grouped by `...`. */
export interface ForExpression extends Node {
  readonly type: "for";
  readonly keyName?: Identifier;
  readonly valueName: Identifier;
  readonly collection: Expression;
  /** Present: the result is an object. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  readonly group: boolean;
}

/** `object.name`; legacy `list.0` has the digits as name. */
export interface GetAttribute extends Node {
  readonly type: "get-attribute";
  readonly object: Expression;
  readonly name: Identifier;
}

export interface GetIndex extends Node {
  readonly type: "get-index";
  readonly object: Expression;
  readonly index: Expression;
}

/**
 * `object[*]…` (full) or `object.*…` (attribute-only). `each` is what is applied to every element, in order; it ends
 * with a `splat` step where a full splat holds another: that step takes the rest, for each element of its own.
 */
export interface Splat extends Node {
  readonly type: "splat";
  readonly form: "full" | "attribute";
  readonly object: Expression;
  /** The traversal after the splat, outermost last; it applies to each element. */
  readonly each: readonly Traversal[];
}

export type Traversal =
  | ({ readonly type: "attribute"; readonly name: Identifier } & Node)
  | ({ readonly type: "index"; readonly index: Expression } & Node)
  | ({ readonly type: "splat"; readonly form: "full" | "attribute"; readonly each: readonly Traversal[] } & Node);

export interface Unary extends Node {
  readonly type: "unary";
  readonly operator: "-" | "!";
  readonly operand: Expression;
}

export interface Binary extends Node {
  readonly type: "binary";
  readonly operator: "||" | "&&" | "==" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "*" | "/" | "%";
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Node {
  readonly type: "conditional";
  readonly condition: Expression;
  readonly then: Expression;
  readonly else: Expression;
}

export interface Parenthesized extends Node {
  readonly type: "parenthesized";
  readonly value: Expression;
}

/** What could not be read as an expression. */
export interface Broken extends Node {
  readonly type: "broken";
}
