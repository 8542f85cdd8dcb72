package io.rolestream.rules.ruleset;

import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How often substring rules are right, 0 to 1: they have no weights, so no vote is surer than another.
 *
 * @param matched of a role
 * @param abstaining of the fallback, where no rule matches
 */
record SubstringConfidence(float matched, float abstaining) {
    /** For files that name none. */
    static final SubstringConfidence DEFAULT = new SubstringConfidence(0.5f, 0.1f);

    static final String MATCHED = "confidence";
    static final String ABSTAINING = "abstaining-confidence";

    /** The values of a file, with the default for each that is missing or, after adding a problem, invalid. */
    static SubstringConfidence read(Map<String, Entry> fields, NodeReader reader, Problems problems) {
        return new SubstringConfidence(
                read(fields.get(MATCHED), DEFAULT.matched, reader, problems),
                read(fields.get(ABSTAINING), DEFAULT.abstaining, reader, problems));
    }

    private static float read(@Nullable Entry entry, float otherwise, NodeReader reader, Problems problems) {
        OptionalDouble number = entry == null ? OptionalDouble.empty() : reader.number(entry.value(), entry.key());
        if (entry == null || number.isEmpty()) {
            return otherwise;
        }
        if (!(number.getAsDouble() >= 0 && number.getAsDouble() <= 1)) {
            problems.add(entry.line(), entry.key() + " must be from 0 to 1");
            return otherwise;
        }
        return (float) number.getAsDouble();
    }
}
