import { wildcardPermission } from "../../src/rules/wildcard-permission.ts";
import { testRule } from "../rule-tester.ts";

testRule(wildcardPermission);
