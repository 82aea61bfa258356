import type { Recogniser } from "../../model/parser.ts";

/** Python and Jupyter notebooks, but no installed packages. */
export const accepts = (path: string): boolean =>
  /\.(?:py|ipynb)$/i.test(path) &&
  !/(?:^|\/)(?:site-packages|dist-packages|node_modules|__pycache__|\.venv|\.tox|\.ipynb_checkpoints)\//.test(path);

const ours =
  /\bgoogle\.(?:cloud|oauth2|auth|genai|iam)\b|\bfrom google import (?:genai|auth)\b|\bgoogleapiclient\b|\bvertexai\b|\baiplatform\b|\bagentplatform\b|\bpulumi_gcp\b|\bgoogle_cloud_pipeline_components\b|\bkfp\b|GOOGLE_APPLICATION_CREDENTIALS|\bgcloud\b|\bgsutil\b|gserviceaccount\.com|["']roles\/[a-z]/;
const ourCommands = /"\s*[!%]+\s*(?:bq|bash|sh)\b/;

/** Files that only hand things on to these are read when one of them imports them. */
export const glance = (text: string, path: string): boolean =>
  ours.test(text) || (/\.ipynb$/i.test(path) && ourCommands.test(text));

export const recogniser: Recogniser = {
  name: "python",
  accepts,
  glance,
  languages: ["python"],
  load: async () => (await import("./index.ts")).python,
};
