package io.rolestream.trainer.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Puts many examples into a store, a thousand in each transaction, and reads all of them; says how long that took. */
public final class VolumeProcess {
    private static final int BATCH = 1_000;
    private static final List<String> ROLES = List.of("Data Engineer", "Software Engineer", "Cloud Engineer");

    private VolumeProcess() {}

    /** @param arguments the directory, how many */
    public static void main(String[] arguments) {
        ChildJvm.endWithParent();
        Path directory = Path.of(arguments[0]);
        int records = Integer.parseInt(arguments[1]);
        try (ExampleStore store = ExampleStore.open(directory)) {
            long start = System.nanoTime();
            fill(store, records);
            report("written", records, start);
            start = System.nanoTime();
            store.scrub();
            System.out.printf("log emptied in %d ms%n", (System.nanoTime() - start) / 1_000_000);
            try (ExampleReader reader = store.reader()) {
                start = System.nanoTime();
                int rows = 0;
                for (Iterator<Example> examples = reader.examples(null); examples.hasNext(); ) {
                    examples.next();
                    rows++;
                }
                report("read", rows, start);
                start = System.nanoTime();
                ExampleStatistics statistics = reader.statistics();
                System.out.printf(
                        "statistics in %d ms: %d texts of %d resumes, %d MB%n",
                        (System.nanoTime() - start) / 1_000_000,
                        statistics.texts(),
                        statistics.resumes(),
                        statistics.bytes() / 1_000_000);
            }
            start = System.nanoTime();
            int dropped = 0;
            for (int slice = -1; slice != 0; dropped += slice) {
                slice = store.sweep(new Retention(Duration.ZERO, records / 4), Samples.NOON);
            }
            report("dropped", dropped, start);
        }
    }

    /** Of ten records one has a text that was there before, and one an id. */
    private static void fill(ExampleStore store, int records) {
        var random = new Random(1);
        List<SourceRecord> batch = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            int textOf = i > 0 && random.nextInt(10) == 0 ? random.nextInt(i) : i;
            int idOf = i > 0 && random.nextInt(10) == 0 ? random.nextInt(i) : i;
            Change change = Samples.judged(
                    "resume-%08x".formatted(Integer.reverse(idOf)), text(textOf), ROLES.get(textOf % ROLES.size()));
            batch.add(new SourceRecord(Samples.EXAMPLES, i, change));
            if (batch.size() == BATCH || i == records - 1) {
                store.apply(batch, Map.of(Samples.EXAMPLES, i + 1L));
                batch.clear();
            }
        }
    }

    /** About 700 characters, as a list of skills has. */
    private static String text(int seed) {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.length() < 400 + seed % 600) {
            text.append("skill").append(random.nextInt(5_000)).append(", ");
        }
        return text.append(seed).toString();
    }

    private static void report(String what, int rows, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %d rows in %.1f s, %.0f a second%n", what, rows, seconds, rows / seconds);
    }
}
