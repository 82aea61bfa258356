/** An e-mail address, as a piece of a regular expression. */
export const email: string = String.raw`[\w.+-]{1,100}@[\w.-]{1,100}\.[a-z]+`;

/** A service account by its e-mail or its full name; the e-mail is the group. */
export const account: string = String.raw`(?:[^\s"'\`]{0,200}/serviceAccounts/)?(${email})`;

/** `aiplatform.endpoints.create`, but not `aiplatform.googleapis.com`. */
export const permission: string = String.raw`(?![\w-]+\.googleapis|gcloud\.)[a-z][a-zA-Z0-9]*\.[a-zA-Z0-9]+\.[a-zA-Z0-9.]*[a-zA-Z0-9]`;

/** What the first form that fits says in its group. */
export function first(text: string, forms: readonly RegExp[]): string | undefined {
  for (const form of forms) {
    const found = form.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
