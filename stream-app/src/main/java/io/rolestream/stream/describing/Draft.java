package io.rolestream.stream.describing;

import io.rolestream.events.DescriptionOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of describing a resume.
 *
 * @param text null where none was written
 * @param tokens that were generated
 * @param generator name of the model, empty where none was asked
 * @param version of the model, empty where none was asked
 * @param seed of the sampling, 0 where nothing was drawn
 */
record Draft(
        DescriptionOutcome outcome, @Nullable String text, int tokens, String generator, String version, long seed) {
    /** No text, and no model was asked. */
    static Draft none(DescriptionOutcome why) {
        return new Draft(why, null, 0, "", "", 0);
    }

    /** Omits the text, which is made from personal data. */
    @Override
    public String toString() {
        return "Draft[outcome=%s, tokens=%d, version=%s/%s]".formatted(outcome, tokens, generator, version);
    }
}
