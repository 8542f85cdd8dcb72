package io.rolestream.labellers.comparison;

import io.rolestream.common.text.Nearest;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.Labellers;
import io.rolestream.labellers.ScoringLabeller;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The labellers that people name for a comparison. */
public final class Entrants {
    private Entrants() {}

    /**
     * Names each labeller, and says how it is opened; nothing is opened yet.
     *
     * @param tuning null to leave labellers as they are
     * @throws IllegalArgumentException if a text names no kind of labeller
     */
    public static List<Entrant> of(
            List<String> texts, LabellerOptions options, Taxonomy taxonomy, @Nullable Tuning tuning) {
        List<LabellerSpec> specs = texts.stream().map(LabellerSpec::parse).toList();
        TreeSet<String> kinds = new TreeSet<>(Labellers.kinds());
        for (LabellerSpec spec : specs) {
            if (!kinds.contains(spec.kind())) {
                throw new IllegalArgumentException("no labeller \"" + spec.kind() + "\""
                        + Nearest.hint(spec.kind(), kinds) + "; there are " + String.join(", ", kinds));
            }
        }
        List<String> names = names(specs);
        List<Entrant> entrants = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            LabellerSpec spec = specs.get(i);
            entrants.add(new Entrant(names.get(i), () -> open(spec, options, taxonomy, tuning)));
        }
        return entrants;
    }

    private static Labeller open(LabellerSpec spec, LabellerOptions options, Taxonomy taxonomy, @Nullable Tuning tuning)
            throws Exception {
        Labeller labeller = Labellers.open(spec, options, taxonomy);
        if (tuning != null && tuning.kept() && tuning.isEnough() && labeller instanceof ScoringLabeller scoring) {
            try (scoring) {
                scoring.matchPriors(tuning.texts(), tuning.shares(taxonomy.size()));
            }
            return Labellers.open(spec, options, taxonomy);
        }
        return tuning == null ? labeller : tuning.of(labeller, taxonomy);
    }

    /** Paths are shortened to their last name where that names only one; one that is named twice is numbered. */
    private static List<String> names(List<LabellerSpec> specs) {
        Map<String, LabellerSpec> byShort = new HashMap<>();
        for (LabellerSpec spec : specs) {
            byShort.merge(shortened(spec), spec, (a, b) -> a.equals(b) ? a : new LabellerSpec("several", null));
        }
        List<String> names = new ArrayList<>();
        for (LabellerSpec spec : specs) {
            String name = spec.equals(byShort.get(shortened(spec))) ? shortened(spec) : spec.toString();
            String unique = name;
            for (int number = 2; names.contains(unique); number++) {
                unique = name + " (" + number + ")";
            }
            names.add(unique);
        }
        return names;
    }

    private static String shortened(LabellerSpec spec) {
        String where = spec.where();
        Path last = where == null ? null : Path.of(where).normalize().getFileName();
        return last == null || last.toString().isEmpty() ? spec.toString() : spec.kind() + ":" + last;
    }
}
