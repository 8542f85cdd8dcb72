package io.rolestream.benchmarks.recipe;

import io.rolestream.rules.ruleset.RuleSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** The recipe as it is by default, and with one step changed. */
final class Variants {
    private Variants() {}

    /** Settings by variant; the defaults come first. */
    static Map<String, Map<String, String>> usual(RuleSet rules, boolean answers) {
        Map<String, Map<String, String>> variants = new LinkedHashMap<>();
        variants.put("as by default", Map.of());
        if (answers) {
            add(variants, "keywords not relearnt", "relearnt.keywords", "false");
            add(variants, "answers count once", "answer.weight", "1");
            add(variants, "answers count 30 times", "answer.weight", "30");
            add(variants, "coefficient not fitted", "fitted.coefficient", "false");
            return variants;
        }
        if (rules.isWeighted()) {
            add(variants, "majority of six labellers", "labellers", all());
            add(variants, "clean by neighbours", "clean.by", "neighbours");
            add(variants, "with a teacher", "teacher", "0.5");
            add(variants, "abstentions left out", "abstention.weight", "0");
            add(variants, "keywords hidden in 0.3", "hidden.keywords", "0.3");
        } else {
            add(variants, "the rules' vote alone", "labellers", "rules");
            add(variants, "without the teacher", "teacher", "0");
            add(variants, "nothing cleaned", "clean.by", "none");
            add(variants, "clean out of fold", "clean.by", "out-of-fold");
            add(variants, "abstentions count 0.3", "abstention.weight", "0.3");
            add(variants, "conflicts count 0.3", "conflict.weight", "0.3");
            add(variants, "no keywords hidden", "hidden.keywords", "0");
        }
        add(variants, "no class balance", "class.balance", "0");
        add(variants, "labels smoothed by 0.1", "label.smoothing", "0.1");
        add(variants, "self-training from 0.8", "self.training", "0.8");
        add(variants, "base adapted for 1 epoch", "adapting.epochs", "1");
        return variants;
    }

    private static String all() {
        return "rules,keyword-count,strongest-keyword,first-skills,role-names,descriptions";
    }

    private static void add(Map<String, Map<String, String>> variants, String name, String key, String value) {
        variants.put(name, Map.of("recipe." + key, value));
    }
}
