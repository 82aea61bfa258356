import { ciKeyInsteadOfWif } from "../../src/rules/ci-key-instead-of-wif.ts";
import { testRule } from "../rule-tester.ts";

testRule(ciKeyInsteadOfWif);
