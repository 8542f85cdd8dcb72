package io.rolestream.system.checks;

import java.util.List;

/**
 * What a checker found.
 *
 * @param missing what is called for and not there
 * @param duplicated what is there once more
 * @param wrong what says something wrong
 * @param unexpected what nothing calls for
 */
public record Faults(List<String> missing, List<String> duplicated, List<String> wrong, List<String> unexpected) {
    private static final int SHOWN = 10;

    public Faults {
        missing = List.copyOf(missing);
        duplicated = List.copyOf(duplicated);
        wrong = List.copyOf(wrong);
        unexpected = List.copyOf(unexpected);
    }

    public boolean isEmpty() {
        return missing.isEmpty() && duplicated.isEmpty() && wrong.isEmpty() && unexpected.isEmpty();
    }

    @Override
    public String toString() {
        return shown("missing", missing)
                + shown("duplicated", duplicated)
                + shown("wrong", wrong)
                + shown("unexpected", unexpected);
    }

    private static String shown(String kind, List<String> faults) {
        String examples = faults.isEmpty()
                ? ""
                : ":\n    " + String.join("\n    ", faults.stream().limit(SHOWN).toList());
        return "\n  %d %s%s".formatted(faults.size(), kind, examples);
    }
}
