import { retiredRole } from "../../src/rules/retired-role.ts";
import { testRule } from "../rule-tester.ts";

testRule(retiredRole);
