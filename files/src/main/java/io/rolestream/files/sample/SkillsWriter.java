package io.rolestream.files.sample;

import io.rolestream.files.sample.words.Rng;
import io.rolestream.files.sample.words.Skill;
import io.rolestream.files.sample.words.Vocabulary;
import java.util.List;

record SkillsWriter(Vocabulary vocabulary) {

    private static final double GROUPED_SHARE = 0.08;
    private static final double WITH_YEARS_SHARE = 0.04;
    private static final double TWICE_SHARE = 0.04;
    private static final double PERIOD_SHARE = 0.05;
    private static final int MOST_GROUPS = 4;

    String write(List<Skill> skills, Handwriting hand, Rng rng) {
        StringBuilder out = new StringBuilder(skills.size() * 14);
        String separator = vocabulary.separators.pick(rng);
        int groupSize = rng.chance(GROUPED_SHARE)
                ? Math.max(3, skills.size() / rng.between(2, MOST_GROUPS))
                : Integer.MAX_VALUE;
        boolean years = rng.chance(WITH_YEARS_SHARE);
        if (separator.startsWith("\n-")) {
            out.append("- ");
        }
        for (int i = 0; i < skills.size(); i++) {
            if (groupSize < Integer.MAX_VALUE && i % groupSize == 0) {
                out.append(i == 0 ? "" : "\n")
                        .append(rng.of(vocabulary.groupLabels))
                        .append(": ");
            } else if (i > 0) {
                out.append(separator);
            }
            hand.write(skills.get(i), out);
            if (years && rng.chance(0.6)) {
                out.append(" (").append(rng.between(1, 9)).append(" years)");
            }
        }
        if (rng.chance(TWICE_SHARE)) {
            out.append(separator);
            hand.write(skills.get(rng.below(skills.size())), out);
        }
        return rng.chance(PERIOD_SHARE) ? out.append('.').toString() : out.toString();
    }
}
