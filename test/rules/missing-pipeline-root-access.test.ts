import { missingPipelineRootAccess } from "../../src/rules/missing-pipeline-root-access.ts";
import { testRule } from "../rule-tester.ts";

testRule(missingPipelineRootAccess);
