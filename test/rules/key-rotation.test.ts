import { keyRotation } from "../../src/rules/key-rotation.ts";
import { testRule } from "../rule-tester.ts";

testRule(keyRotation);
