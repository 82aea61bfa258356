import { keyFileInRepo } from "../../src/rules/key-file-in-repo.ts";
import { testRule } from "../rule-tester.ts";

testRule(keyFileInRepo);
