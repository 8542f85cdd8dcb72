package io.rolestream.rules.ruleset;

import io.rolestream.rules.yaml.NodeReader;
import io.rolestream.rules.yaml.NodeReader.Entry;
import io.rolestream.rules.yaml.Problems;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads the numeric settings of a phrase file. */
final class PhraseSettingsReader {
    private static final double MAX_SETTING = 1000;

    private final Problems problems;
    private final NodeReader reader;

    PhraseSettingsReader(Problems problems, NodeReader reader) {
        this.problems = problems;
        this.reader = reader;
    }

    /** The settings, with the default for each that is missing or, after adding a problem, invalid. */
    PhraseSettings read(Map<String, Entry> fields) {
        double minimum = setting(fields.get("minimum-score"), PhraseSettings.MINIMUM_SCORE);
        Entry leadTokens = fields.get("lead-tokens");
        Entry leadFactor = fields.get("lead-factor");
        if (leadTokens != null && leadFactor == null) {
            problems.add(leadTokens.line(), "lead-tokens has no effect without a lead-factor");
        } else if (leadFactor != null && leadTokens == null) {
            problems.add(leadFactor.line(), "lead-factor has no effect without lead-tokens");
        }
        return new PhraseSettings(minimum, leadTokens(leadTokens), setting(leadFactor, 1), confidence(fields));
    }

    private PhraseSettings.Confidence confidence(Map<String, Entry> fields) {
        var standard = PhraseSettings.Confidence.DEFAULT;
        double lowest = setting(fields.get("lowest-confidence"), standard.lowest());
        Entry named = fields.get("highest-confidence");
        double highest = setting(named, standard.highest());
        if (lowest > highest || highest > 1) {
            Entry wrong = named == null ? fields.get("lowest-confidence") : named;
            problems.add(
                    wrong == null ? 0 : wrong.line(),
                    "highest-confidence must be at most 1, and not less than lowest-confidence");
        }
        return new PhraseSettings.Confidence(
                lowest, highest, setting(fields.get("confidence-scale"), standard.scale()));
    }

    private double setting(@Nullable Entry entry, double otherwise) {
        if (entry == null) {
            return otherwise;
        }
        OptionalDouble number = reader.number(entry.value(), entry.key());
        if (number.isEmpty()) {
            return otherwise;
        }
        if (PhraseWeights.units(number.getAsDouble()) <= 0 || number.getAsDouble() > MAX_SETTING) {
            problems.add(entry.line(), entry.key() + " must be greater than 0 and at most " + (int) MAX_SETTING);
            return otherwise;
        }
        return number.getAsDouble();
    }

    private int leadTokens(@Nullable Entry entry) {
        OptionalDouble number = entry == null ? OptionalDouble.empty() : reader.number(entry.value(), entry.key());
        if (entry == null || number.isEmpty()) {
            return 0;
        }
        double tokens = number.getAsDouble();
        if (tokens < 0 || tokens > MAX_SETTING || tokens != Math.rint(tokens)) {
            problems.add(entry.line(), "lead-tokens must be a whole number from 0 to " + (int) MAX_SETTING);
            return 0;
        }
        return (int) tokens;
    }
}
