package io.rolestream.classifier.checkpoint;

import io.rolestream.classifier.yaml.Problems;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names from files as messages show them: quoted, on one line, not too long and not too many. */
final class Quoted {
    private static final int MOST = 5;

    private Quoted() {}

    static String of(String name) {
        return Problems.quote(name);
    }

    /** {@code "a", "b" and 7 more}. */
    static String list(Collection<String> names) {
        String first = names.stream().limit(MOST).map(Quoted::of).collect(Collectors.joining(", "));
        return names.size() > MOST ? first + " and " + (names.size() - MOST) + " more" : first;
    }
}
