package io.rolestream.dashboard.labels;

import io.rolestream.dashboard.labels.Accuracy.AccuracyPart;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.ModelVersion;
import io.rolestream.events.RoleCorrection;
import org.jspecify.annotations.Nullable;

/** What the first screen says of labels: the latest of them, and how often they are right. For one thread. */
public final class LabelNews {
    private final String fallback;
    private final LabelSample latest = new LabelSample();
    private final CheckedSample checked = new CheckedSample();
    private String policy = "";

    /** @param fallback the role that follows where the rules abstain */
    public LabelNews(String fallback) {
        this.fallback = fallback;
    }

    /** Adds a label. */
    public void label(LabelledRole label, long atMillis) {
        policy = label.getPolicy();
        checked.label(label);
        latest.add(atMillis, () -> ListedLabel.of(label, fallback, atMillis));
    }

    /** Adds a person's answer; null if it was withdrawn. */
    public void correction(String resumeId, @Nullable RoleCorrection correction) {
        if (correction == null) {
            checked.withdrawn(resumeId);
        } else {
            checked.answered(resumeId, correction);
        }
    }

    /** Removes what is known of a deleted resume. */
    public void forget(String resumeId) {
        latest.forget(resumeId);
        checked.forget(resumeId);
    }

    /** The latest labels. */
    public LabelsPart newest(long nowMillis) {
        return latest.newest(nowMillis);
    }

    /** The latest labels that match. */
    public LabelsPart matching(LabelFilter filter, long nowMillis) {
        return latest.matching(filter, nowMillis);
    }

    /**
     * How often labels of the present versions are right.
     *
     * @param rules the version of the rules
     */
    public AccuracyPart accuracy(String rules, @Nullable ModelVersion champion) {
        return Accuracy.of(checked.tally(rules, champion), champion, policy);
    }
}
