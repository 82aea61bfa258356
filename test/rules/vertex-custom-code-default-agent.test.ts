import { vertexCustomCodeDefaultAgent } from "../../src/rules/vertex-custom-code-default-agent.ts";
import { testRule } from "../rule-tester.ts";

testRule(vertexCustomCodeDefaultAgent);
