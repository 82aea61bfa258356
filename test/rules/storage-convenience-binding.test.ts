import { storageConvenienceBinding } from "../../src/rules/storage-convenience-binding.ts";
import { testRule } from "../rule-tester.ts";

testRule(storageConvenienceBinding);
