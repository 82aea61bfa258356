import { serviceAgentRoleMisuse } from "../../src/rules/service-agent-role-misuse.ts";
import { testRule } from "../rule-tester.ts";

testRule(serviceAgentRoleMisuse);
