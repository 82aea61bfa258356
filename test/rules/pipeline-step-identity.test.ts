import { pipelineStepIdentity } from "../../src/rules/pipeline-step-identity.ts";
import { testRule } from "../rule-tester.ts";

testRule(pipelineStepIdentity);
