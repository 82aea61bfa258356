import { crossProjectModelCopy } from "../../src/rules/cross-project-model-copy.ts";
import { testRule } from "../rule-tester.ts";

testRule(crossProjectModelCopy);
