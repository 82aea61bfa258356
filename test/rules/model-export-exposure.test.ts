import { modelExportExposure } from "../../src/rules/model-export-exposure.ts";
import { testRule } from "../rule-tester.ts";

testRule(modelExportExposure);
