import { orgGuardrailsMissing } from "../../src/rules/org-guardrails-missing.ts";
import { testRule } from "../rule-tester.ts";

testRule(orgGuardrailsMissing);
