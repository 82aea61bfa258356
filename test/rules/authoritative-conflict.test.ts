import { authoritativeConflict } from "../../src/rules/authoritative-conflict.ts";
import { testRule } from "../rule-tester.ts";

testRule(authoritativeConflict);
