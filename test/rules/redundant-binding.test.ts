import { redundantBinding } from "../../src/rules/redundant-binding.ts";
import { testRule } from "../rule-tester.ts";

testRule(redundantBinding);
