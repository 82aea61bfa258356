/** Where something stands in its text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Expression = Range &
  (
    | { readonly type: "name"; readonly name: string }
    | { readonly type: "string"; readonly parts: readonly StringPart[] }
    | { readonly type: "constant"; readonly value: number | boolean | null }
    | { readonly type: "sequence"; readonly form: "list" | "tuple" | "set"; readonly items: readonly Expression[] }
    | { readonly type: "dict"; readonly entries: readonly DictEntry[] }
    | { readonly type: "call"; readonly callee: Expression; readonly args: readonly Argument[] }
    | { readonly type: "member"; readonly object: Expression; readonly name: string }
    | { readonly type: "subscript"; readonly object: Expression; readonly index: Expression | Slice }
    | { readonly type: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | { readonly type: "unary"; readonly operator: string; readonly operand: Expression }
    | {
        readonly type: "conditional";
        readonly test: Expression;
        readonly truthy: Expression;
        readonly otherwise: Expression;
      }
    | { readonly type: "lambda"; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | {
        readonly type: "comprehension";
        readonly form: "list" | "set" | "dict" | "generator";
        readonly element: Expression;
        /** Of a dict: the value beside the key. */
        readonly value?: Expression;
        readonly clauses: readonly Clause[];
      }
    | { readonly type: "named"; readonly target: Expression; readonly value: Expression }
    | { readonly type: "await"; readonly value: Expression }
    | { readonly type: "starred"; readonly value: Expression }
    | { readonly type: "unknown" }
  );

export type ExpressionOf<T extends Expression["type"]> = Extract<Expression, { readonly type: T }>;

/** A stretch of literal text, or an expression in an f-string. */
export type StringPart = Range & ({ readonly text: string } | { readonly value: Expression });

export interface Slice extends Range {
  readonly type: "slice";
  readonly bounds: readonly (Expression | undefined)[];
}

export type DictEntry = { readonly key: Expression; readonly value: Expression } | { readonly spread: Expression };

export interface Argument extends Range {
  readonly value: Expression;
  readonly name?: string;
  readonly spread?: "list" | "dict";
}

export interface Parameter extends Range {
  readonly name: string;
  readonly annotation?: Expression;
  readonly fallback?: Expression;
  readonly rest?: "list" | "dict";
}

export interface Clause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly tests: readonly Expression[];
}

export type Statement = Range &
  (
    | {
        readonly type: "assign";
        readonly targets: readonly Expression[];
        readonly value: Expression | undefined;
        readonly annotation?: Expression;
      }
    | { readonly type: "augment"; readonly target: Expression; readonly operator: string; readonly value: Expression }
    | { readonly type: "expression"; readonly value: Expression }
    /** `from`: all that the value goes over. */
    | { readonly type: "yield"; readonly value: Expression; readonly from: boolean }
    | { readonly type: "return"; readonly value: Expression | undefined }
    | {
        readonly type: "if";
        readonly branches: readonly Branch[];
        readonly otherwise: readonly Statement[] | undefined;
      }
    | {
        readonly type: "for";
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly type: "while";
        readonly test: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly type: "try";
        readonly body: readonly Statement[];
        readonly handlers: readonly (readonly Statement[])[];
        readonly otherwise: readonly Statement[];
        readonly last: readonly Statement[];
      }
    | { readonly type: "with"; readonly items: readonly WithItem[]; readonly body: readonly Statement[] }
    | {
        readonly type: "match";
        readonly subject: Expression;
        readonly cases: readonly { readonly names: readonly string[]; readonly body: readonly Statement[] }[];
      }
    | FunctionStatement
    | ClassStatement
    | { readonly type: "import"; readonly modules: readonly ImportedModule[] }
    | {
        readonly type: "import-from";
        readonly module: string;
        /** How many dots stand before it. */
        readonly level: number;
        readonly names: readonly { readonly name: string; readonly as: string }[];
      }
    | { readonly type: "global"; readonly names: readonly string[] }
    | { readonly type: "raise" | "break" | "continue" | "other" }
  );

export type StatementOf<T extends Statement["type"]> = Extract<Statement, { readonly type: T }>;

export interface FunctionStatement extends Range {
  readonly type: "function";
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface ClassStatement extends Range {
  readonly type: "class";
  readonly name: string;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface ImportedModule {
  readonly module: string;
  readonly as: string | undefined;
}

export interface Branch {
  readonly test: Expression;
  readonly body: readonly Statement[];
}

export interface WithItem {
  readonly value: Expression;
  readonly target: Expression | undefined;
}
