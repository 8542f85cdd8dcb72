package io.rolestream.trainer.matching.adversary;

/** A way to write a posting that is rewarded without suiting the resume. */
public enum Adversary {
    /** The posting that suits, padded with sentences that every posting could have. */
    INFLATED("right-job-padded", "the same job, padded to three times its length", true),

    /** Another role's posting, padded likewise. */
    PADDED("wrong-job-padded", "another role's job, padded to three times the length", true),

    /** Another role's posting with the resume's skills, twice, in front or at the end. */
    STUFFED("wrong-job-stuffed", "another role's job, stuffed with the resume's skills", true),

    /** Nothing but the resume's skills, repeated up to the length of the posting that suits. */
    LISTED("skills-listed", "only the resume's skills, repeated", true),

    /** The resume in place of a posting. */
    COPIED("resume-copied", "a copy of the resume", false),

    /** The first quarter of the posting that suits. */
    TRUNCATED("right-job-cut", "the same job, cut to its first quarter", false);

    private final String key;
    private final String words;
    private final boolean judged;

    Adversary(String key, String words, boolean judged) {
        this.key = key;
        this.words = words;
        this.judged = judged;
    }

    /** In the names of metrics. */
    public String key() {
        return key;
    }

    /** In tables. */
    public String words() {
        return words;
    }

    /** Whether a reward model that it often deceives fails the gate: texts that are only long, or only keywords. */
    public boolean isJudged() {
        return judged;
    }
}
