package io.rolestream.matching;

import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.Hits;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An index that scores every profile: the oracle of tests. */
public final class ScanIndex implements MatchIndex {
    private final Map<String, Profile> profiles = new TreeMap<>();
    private final Map<String, Map<String, Integer>> words = new HashMap<>();

    @Override
    public void put(Profile profile) {
        profiles.put(profile.id(), profile);
        words.put(profile.id(), counts(text(profile)));
    }

    @Override
    public void remove(String id) {
        profiles.remove(id);
        words.remove(id);
    }

    @Override
    public void refresh() {}

    @Override
    public int size() {
        return profiles.size();
    }

    @Override
    public @Nullable Profile get(String id) {
        return profiles.get(id);
    }

    @Override
    public List<String> ids() {
        return List.copyOf(profiles.keySet());
    }

    @Override
    public Hits search(Profile query, int depth, MatchFilter filter) {
        Map<String, Integer> asked =
                counts(query.skillsText().isBlank() ? text(query) : query.title() + " " + query.skillsText());
        return new Hits(
                hits(filter, depth, profile -> bm25(asked.keySet(), profile)),
                query.vector() == null
                        ? List.of()
                        : hits(
                                filter,
                                depth,
                                profile -> dot(Objects.requireNonNull(query.vector()), profile.vector())));
    }

    private List<Hit> hits(MatchFilter filter, int depth, Function<Profile, Float> score) {
        List<Hit> all = new ArrayList<>();
        for (Profile profile : profiles.values()) {
            boolean open = filter.openAt() == null || profile.isOpen(filter.openAt());
            boolean here = filter.location() == null
                    || Boolean.TRUE.equals(profile.remote())
                    || filter.location().equalsIgnoreCase(profile.location());
            if (open && here && (filter.remote() == null || filter.remote().equals(profile.remote()))) {
                all.add(new Hit(profile.id(), score.apply(profile), 0));
            }
        }
        all.removeIf(hit -> Float.isNaN(hit.score()) || hit.score() == 0);
        all.sort(Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparing(Hit::id));
        List<Hit> ranked = new ArrayList<>();
        for (int i = 0; i < Math.min(depth, all.size()); i++) {
            ranked.add(new Hit(all.get(i).id(), all.get(i).score(), i + 1));
        }
        return ranked;
    }

    private float bm25(Iterable<String> asked, Profile profile) {
        Map<String, Integer> counts = Objects.requireNonNull(words.get(profile.id()));
        double length = counts.values().stream().mapToInt(n -> n).sum();
        double mean = words.values().stream()
                .mapToInt(map -> map.values().stream().mapToInt(n -> n).sum())
                .average()
                .orElse(1);
        double score = 0;
        for (String word : asked) {
            int count = counts.getOrDefault(word, 0);
            if (count > 0) {
                long in = words.values().stream()
                        .filter(map -> map.containsKey(word))
                        .count();
                double idf = Math.log(1 + (words.size() - in + 0.5) / (in + 0.5));
                score += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean));
            }
        }
        return (float) score;
    }

    private static float dot(float[] one, float @Nullable [] other) {
        if (other == null) {
            return Float.NaN;
        }
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return (float) sum;
    }

    private static String text(Profile profile) {
        return profile.title() + " " + profile.skillsText() + " " + profile.body();
    }

    private static Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new HashMap<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}+#.]+")) {
            if (!word.isEmpty()) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return counts;
    }

    @Override
    public void close() {}
}
