package io.rolestream.stream.recommending.labels;

import io.rolestream.events.LabelledJob;
import io.rolestream.events.Vote;
import org.jspecify.annotations.Nullable;

/**
 * A job's label as it stands in its topic, as far as the next one depends on it.
 *
 * @param revision from 1
 * @param contentHash of the posting
 * @param ruleSet version of the rules that voted; empty for none
 * @param model version of the model that voted; empty for none
 */
record StandingLabel(int revision, String contentHash, String ruleSet, String model) {
    static StandingLabel of(LabelledJob label) {
        return new StandingLabel(
                label.getRevision(),
                label.getContentHash(),
                version(label.getRuleVote()),
                version(label.getModelVote()));
    }

    private static String version(@Nullable Vote vote) {
        return vote == null ? "" : vote.getLabellerVersion();
    }

    boolean isBy(String rules, String otherModel) {
        return ruleSet.equals(rules) && model.equals(otherModel);
    }
}
