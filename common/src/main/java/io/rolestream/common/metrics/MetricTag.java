package io.rolestream.common.metrics;

/** What metrics are broken down by. Every one has few values, none of which comes from a resume. */
public enum MetricTag {
    OUTCOME(
            "outcome",
            "of a resume: `readable`, `unreadable` or `forgotten`; of a vote: `voted`, or the reason"
                    + " for abstaining"),
    JOB_LABEL("cause", "`new` or `changed` postings, `version` for other rules or another model"),
    LIST_OUTCOME("outcome", "of a due list: `written`, `unchanged`, `deleted` or `failed`"),
    DESCRIPTION(
            "outcome",
            "of a resume: `finished` or `cut` at the greatest length; or no description because of `out-of-share`,"
                    + " `out-of-budget`, `no-model` or `failed`"),
    ROLE("role", "a role of the taxonomy; `(others)` beyond the first 100 that the process labels"),
    DECIDER("decider", "`rule`, `model`, `human`"),
    KIND("kind", "`roles-differ`, `rules-abstained`"),
    KEYWORD("keyword", "a keyword of the rule set; `(others)` beyond the first 2,000"),
    RULES("rules", "name and hash of a rule set"),
    TOPIC("topic", "a topic's name"),
    REASON("reason", "a code, such as `not-avro`"),
    LABELLER("labeller", "the labeller's name"),
    MODEL("model", "the model's name"),
    VERSION("version", "the model's version"),
    DEVICE("device", "the GPU's index, as the driver counts"),
    TRAINING_OUTCOME("outcome", "of a training: `published`, `rejected`, `surpassed`, `impossible` or `failed`"),
    TRIGGER("trigger", "the reason for the training, such as `corrections`"),
    PATH("path", "the path of a request, such as `/v1/label`, or `other`"),
    STATUS("status", "the status of HTTP, such as `200`"),
    ANSWER("outcome", "of a resume in a request: `answered` or `failed`"),
    VERDICT("verdict", "`passed`, `passed-weakly`, `failed`"),
    SCORE("score", "the score's name, such as `gold.macro-f1`");

    private final String key;
    private final String values;

    MetricTag(String key, String values) {
        this.key = key;
        this.values = values;
    }

    /** Its name. */
    public String key() {
        return key;
    }

    /** What values it has, as Markdown. */
    public String takes() {
        return values;
    }
}
