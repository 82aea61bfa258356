import { missingArtifactRead } from "../../src/rules/missing-artifact-read.ts";
import { testRule } from "../rule-tester.ts";

testRule(missingArtifactRead);
