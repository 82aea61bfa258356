import { unknownPredefinedRole } from "../../src/rules/unknown-predefined-role.ts";
import { testRule } from "../rule-tester.ts";

testRule(unknownPredefinedRole);
