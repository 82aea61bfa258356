import type { Recogniser } from "../../model/parser.ts";

/** TypeScript and JavaScript, but no declarations, bundles or other people's packages. */
export const accepts = (path: string): boolean =>
  /\.(?:[mc]?[tj]s|[tj]sx)$/.test(path) &&
  !/\.d\.[mc]?ts$|\.min\.[mc]?js$|(?:^|\/)(?:node_modules|bower_components|\.yarn)\//.test(path);

/** The packages whose calls count, HTTP hosts, the variable that names a key, and roles, which may be handed to a component. */
const ours =
  /@pulumi\/gcp|provider-google|providers\/google|@google-cloud\/|@google\/genai|\bgoogleapis\b|google-auth-library|firebase-admin|\b(?:aiplatform|run|cloudfunctions|cloudbuild|cloudscheduler|composer|compute|dataflow|notebooks|workflows)\.googleapis\.com|GOOGLE_APPLICATION_CREDENTIALS|["'`]roles\/[a-z]/;

/** Constants and functions of other files are read when one of these imports them. */
export const glance = (text: string): boolean => ours.test(text);

export const recogniser: Recogniser = {
  name: "typescript",
  accepts,
  glance,
  languages: ["typescript"],
  load: async () => (await import("./index.ts")).typescript,
};
