import { policySizeLimit } from "../../src/rules/policy-size-limit.ts";
import { testRule } from "../rule-tester.ts";

testRule(policySizeLimit);
