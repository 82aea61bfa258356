import { defaultSaPrivileged } from "../../src/rules/default-sa-privileged.ts";
import { testRule } from "../rule-tester.ts";

testRule(defaultSaPrivileged);
