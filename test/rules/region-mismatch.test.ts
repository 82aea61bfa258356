import { regionMismatch } from "../../src/rules/region-mismatch.ts";
import { testRule } from "../rule-tester.ts";

testRule(regionMismatch);
