import { actasPlusAttach } from "../../src/rules/actas-plus-attach.ts";
import { testRule } from "../rule-tester.ts";

testRule(actasPlusAttach);
