import { escalationPath } from "../../src/rules/escalation-path.ts";
import { testRule } from "../rule-tester.ts";

testRule(escalationPath);
