package io.rolestream.models.artifact;

import java.util.Locale;

/** Why a model version is not used. */
public enum Refusal {
    /** The announcement is invalid: it has no files, or an invalid name. */
    ANNOUNCEMENT,
    /** A path leaves the version's directory, or its location leaves the store. */
    PATH,
    /** A file is missing, or has another size or SHA-256 than announced. */
    FILES,
    /** A signature is required, and there is none or a wrong one. */
    SIGNATURE,
    /** A file is no safetensors checkpoint's, or malformed. */
    FORMAT,
    /** The labels are not the taxonomy's roles. */
    LABELS,
    /** Its rule set is malformed, or names roles that are not in the taxonomy. */
    RULES,
    /** The golden inputs give other logits on this device than they should. */
    SMOKE_TEST,
    /** It cannot be computed here. */
    UNLOADABLE;

    /** The stable name for metrics and events: lower case with hyphens, {@code smoke-test} for one. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
