import type { Recogniser } from "../../model/parser.ts";

/** TypeScript and JavaScript, but no declarations, bundles or other people's packages. */
export const accepts = (path: string): boolean =>
  /\.(?:[mc]?[tj]s|[tj]sx)$/.test(path) &&
  !/\.d\.[mc]?ts$|\.min\.[mc]?js$|(?:^|\/)(?:node_modules|bower_components|\.yarn)\//.test(path);

const ours =
  /@pulumi\/gcp|provider-google|providers\/google|@google-cloud\/|@google\/genai|\bgoogleapis\b|google-auth-library|firebase-admin|aiplatform\.googleapis\.com|GOOGLE_APPLICATION_CREDENTIALS|keyFilename|\bkeyFile\b|gserviceaccount\.com|["'`]roles\/[a-z]/;

/** Files that only hand things on to these are read when one of them imports them. */
export const glance = (text: string): boolean => ours.test(text);

export const recogniser: Recogniser = {
  name: "typescript",
  accepts,
  glance,
  languages: ["typescript"],
  load: async () => (await import("./index.ts")).typescript,
};
