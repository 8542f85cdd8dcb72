package io.rolestream.rules.check;

import io.rolestream.rules.yaml.Problem;

/** Something that is wrong or doubtful in a file. */
public record Finding(Kind kind, Problem problem) {
    /** How much it matters, the most first. */
    public enum Kind {
        /** The file is refused. */
        ERROR("error"),
        /** The file is refused, or the entry skipped if it is read leniently. */
        UNUSABLE("unusable"),
        /** The file is taken, but this may not be meant. */
        DOUBT("doubtful");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
