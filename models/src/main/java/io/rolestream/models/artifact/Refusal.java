package io.rolestream.models.artifact;

import java.util.Locale;

/** Why a model version is not used. */
public enum Refusal {
    /** The announcement is invalid: no files, or an invalid name. */
    ANNOUNCEMENT,
    /** A path leaves the version's directory, or its location leaves the store. */
    PATH,
    /** It is larger than this process accepts. */
    TOO_LARGE,
    /** A file is missing, or has another size or SHA-256 than announced. */
    FILES,
    /** A required signature is missing or wrong. */
    SIGNATURE,
    /** A file is malformed or of a kind that is not allowed. */
    FORMAT,
    /** Its model is for another task: a bi-encoder cannot vote on roles. */
    TASK,
    /** Its gate has not passed it, and it is not asked for by name. */
    GATE,
    /** The labels are not the taxonomy's roles. */
    LABELS,
    /** Its rule set is malformed, or names roles that are not in the taxonomy. */
    RULES,
    /** The logits for the golden inputs differ too much on this device. */
    SMOKE_TEST,
    /** The model cannot be computed here. */
    UNLOADABLE,
    /** The process that loaded it last died meanwhile. */
    DIED_WHILE_LOADING;

    /** The stable name in metrics and events, such as {@code smoke-test}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
