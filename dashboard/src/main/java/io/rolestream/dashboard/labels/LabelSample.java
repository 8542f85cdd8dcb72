package io.rolestream.dashboard.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A sample of the latest labels, drawn evenly: of each second, all labels or {@value #OF_EACH_SECOND} drawn at random
 * (Vitter's algorithm R). So memory and the page stay bounded at any rate, and a busy second is not represented by its
 * first labels. The latest {@value #SECONDS} seconds with labels are kept, however long ago they were. For one thread.
 */
final class LabelSample {
    static final int OF_EACH_SECOND = 20;
    static final int SECONDS = 180;

    /** In an unfiltered list with more than {@value #MOST_SHOWN}; more could not be read before they leave it. */
    static final int SHOWN_OF_EACH_SECOND = 6;

    static final int MOST_SHOWN = 60;

    private static final long SECOND = 1_000;
    private static final long SEED = 22;

    private final TreeMap<Long, Drawn> seconds = new TreeMap<>();
    private final SplittableRandom random = new SplittableRandom(SEED);

    /** The labels of one second. */
    private static final class Drawn {
        private int decided;
        private final List<ListedLabel> labels = new ArrayList<>();

        /** At most so many of the sample, evenly: it is in the order of arrival where it has all labels. */
        private List<ListedLabel> thinned(int most) {
            int size = labels.size();
            if (size <= most) {
                return labels;
            }
            List<ListedLabel> some = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                some.add(labels.get(i * size / most));
            }
            return some;
        }
    }

    /** Adds a label, which is made only if it is drawn. */
    void add(long atMillis, Supplier<ListedLabel> label) {
        long second = atMillis / SECOND;
        if (seconds.size() >= SECONDS && second < seconds.firstKey()) {
            return;
        }
        Drawn drawn = seconds.computeIfAbsent(second, any -> new Drawn());
        drawn.decided++;
        if (drawn.decided <= OF_EACH_SECOND) {
            drawn.labels.add(label.get());
        } else {
            int place = random.nextInt(drawn.decided);
            if (place < drawn.labels.size()) {
                drawn.labels.set(place, label.get());
            } else if (place < OF_EACH_SECOND) { // the place of one that was forgotten
                drawn.labels.add(label.get());
            }
        }
        if (seconds.size() > SECONDS) {
            seconds.pollFirstEntry();
        }
    }

    void forget(String resumeId) {
        for (Drawn drawn : seconds.values()) {
            int before = drawn.labels.size();
            drawn.labels.removeIf(label -> label.resumeId().equals(resumeId));
            drawn.decided -= before - drawn.labels.size();
        }
    }

    /** The newest labels of the seconds that have passed: the sample of a passed second no longer changes. */
    LabelsPart newest(long nowMillis) {
        List<ListedLabel> rows = new ArrayList<>();
        int decided = 0;
        long from = 0;
        int known = seconds.values().stream()
                .mapToInt(second -> second.labels.size())
                .sum();
        int ofEachSecond = known <= MOST_SHOWN ? OF_EACH_SECOND : SHOWN_OF_EACH_SECOND;
        for (Map.Entry<Long, Drawn> second :
                seconds.headMap(nowMillis / SECOND, false).descendingMap().entrySet()) {
            List<ListedLabel> some = second.getValue().thinned(ofEachSecond);
            if (rows.size() + some.size() > MOST_SHOWN) {
                break;
            }
            rows.addAll(some);
            decided += second.getValue().decided;
            from = second.getKey() * SECOND;
        }
        return new LabelsPart(newestFirst(rows), decided, rows.size(), rows.size(), from);
    }

    /** The newest labels that match, of the whole sample. */
    LabelsPart matching(LabelFilter filter, long nowMillis) {
        List<ListedLabel> matching = new ArrayList<>();
        int decided = 0;
        int looked = 0;
        var passed = seconds.headMap(nowMillis / SECOND);
        for (Drawn second : passed.values()) {
            decided += second.decided;
            looked += second.labels.size();
            second.labels.stream().filter(filter::matches).forEach(matching::add);
        }
        return new LabelsPart(
                newestFirst(matching).stream().limit(MOST_SHOWN).toList(),
                decided,
                looked,
                matching.size(),
                passed.isEmpty() ? 0 : passed.firstKey() * SECOND);
    }

    private static List<ListedLabel> newestFirst(List<ListedLabel> labels) {
        return labels.stream()
                .sorted(Comparator.comparingLong(ListedLabel::at)
                        .reversed()
                        .thenComparing(ListedLabel::resumeId)
                        .thenComparing(
                                Comparator.comparingInt(ListedLabel::revision).reversed()))
                .toList();
    }
}
