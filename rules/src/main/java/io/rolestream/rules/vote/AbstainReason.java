package io.rolestream.rules.vote;

/** Why a rule set abstains. */
public enum AbstainReason {
    /** No keyword matched, or the highest sum is below the minimum score. */
    THIN_EVIDENCE("thin-evidence"),
    /** Two or more roles share the highest sum. */
    TIE("tie");

    private final String code;

    AbstainReason(String code) {
        this.code = code;
    }

    /** Its name in events: {@code thin-evidence}, {@code tie}. */
    public String code() {
        return code;
    }
}
