package io.rolestream.files.columns;

import io.rolestream.common.text.Nearest;
import io.rolestream.files.bytes.InputException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * @param indexes the column of each field, from 0; fields without a column are missing
 * @param count the number of all columns
 */
public record Columns(Map<Field, Integer> indexes, int count) {

    private static final int LISTED_NAMES = 20;
    private static final int LISTED_NAME_CHARS = 40;

    /** @throws InputException if names repeat or required columns are missing */
    public static Columns of(List<String> header, ColumnMatcher matcher) {
        Set<String> seen = new HashSet<>();
        Map<Field, Integer> indexes = new EnumMap<>(Field.class);
        Map<Field, Integer> ranks = new EnumMap<>(Field.class);
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            if (!name.isEmpty() && !seen.add(name)) {
                throw new InputException(
                        "two columns are named \"" + shortened(name) + "\"; rename one of them in the header");
            }
            ColumnMatcher.Match match = matcher.match(name);
            if (match == null) {
                continue;
            }
            Integer rank = ranks.get(match.field());
            if (rank != null && rank == match.rank()) {
                throw new InputException("the columns \""
                        + header.get(indexes.getOrDefault(match.field(), i))
                        + "\" and \""
                        + name
                        + "\" could both be "
                        + match.field().label()
                        + "; rename one of them in the header");
            }
            if (rank == null || match.rank() < rank) {
                indexes.put(match.field(), i);
                ranks.put(match.field(), match.rank());
            }
        }
        requireUsable(indexes.keySet(), header, matcher);
        return new Columns(indexes, header.size());
    }

    /**
     * Checks that the columns named by the user and the required ones exist.
     *
     * @throws InputException with the missing and the existing columns
     */
    public static void requireUsable(Set<Field> found, Collection<String> names, ColumnMatcher matcher) {
        matcher.explicit().forEach((field, name) -> {
            if (!found.contains(field)) {
                String nearest = nearest(name, names);
                throw new InputException("no column \""
                        + name
                        + "\""
                        + (nearest == null ? "" : "; did you mean \"" + shortened(nearest) + "\"?")
                        + "; columns found: "
                        + listed(names));
            }
        });
        String lacking = matcher.layout().lacking(found);
        if (lacking != null) {
            throw new InputException("no column for "
                    + lacking
                    + "; columns found: "
                    + listed(names)
                    + matcher.layout().advice());
        }
    }

    private static @Nullable String nearest(String wanted, Collection<String> names) {
        Map<String, String> byNormal = new LinkedHashMap<>();
        names.forEach(name -> byNormal.putIfAbsent(Field.normal(name), name));
        return Nearest.to(Field.normal(wanted), byNormal.keySet())
                .map(byNormal::get)
                .orElse(null);
    }

    private static String listed(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String list = names.stream().limit(LISTED_NAMES).map(Columns::shortened).collect(Collectors.joining(", "));
        return names.size() > LISTED_NAMES ? list + " and " + (names.size() - LISTED_NAMES) + " more" : list;
    }

    private static String shortened(String name) {
        String printable = name.replaceAll("\\p{Cntrl}+", " ");
        return printable.length() > LISTED_NAME_CHARS ? printable.substring(0, LISTED_NAME_CHARS) + "..." : printable;
    }
}
