import { crossProjectAgentRead } from "../../src/rules/cross-project-agent-read.ts";
import { testRule } from "../rule-tester.ts";

testRule(crossProjectAgentRead);
