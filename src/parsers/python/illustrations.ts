import type { Source } from "../../model/source.ts";

/**
 * Samples that the generators of Google's client libraries write beside them: "It may require modifications to work in
 * your environment", and what they leave out is what the reader is to add.
 */
export const isIllustration = ({ text }: Source): boolean =>
  /^# NOTE: This snippet has been automatically generated for illustrative purposes only\.$/m.test(text);
