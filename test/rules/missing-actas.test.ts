import { missingActas } from "../../src/rules/missing-actas.ts";
import { testRule } from "../rule-tester.ts";

testRule(missingActas);
