import { authoritativeDropsAgents } from "../../src/rules/authoritative-drops-agents.ts";
import { testRule } from "../rule-tester.ts";

testRule(authoritativeDropsAgents);
