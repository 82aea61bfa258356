import { keyFileReference } from "../../src/rules/key-file-reference.ts";
import { testRule } from "../rule-tester.ts";

testRule(keyFileReference);
