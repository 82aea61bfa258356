import { missingActasDefaultSa } from "../../src/rules/missing-actas-default-sa.ts";
import { testRule } from "../rule-tester.ts";

testRule(missingActasDefaultSa);
