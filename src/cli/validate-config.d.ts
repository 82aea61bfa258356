/** Whether a value follows schema/iam-lint.schema.json; what is wrong is in `errors`. Compiled by npm run generate. */
export const validateConfig: {
  (value: unknown): boolean;
  readonly errors?: readonly {
    readonly instancePath: string;
    readonly keyword: string;
    readonly message?: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly parentSchema?: { readonly properties?: Readonly<Record<string, unknown>> };
  }[];
};
