import { unknownPermission } from "../../src/rules/unknown-permission.ts";
import { testRule } from "../rule-tester.ts";

testRule(unknownPermission);
