package io.rolestream.local.demo;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.text.Counted;
import io.rolestream.common.text.TerminalStyle;
import io.rolestream.common.text.TerminalStyle.Tone;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.GradedPairs;
import io.rolestream.files.sample.JobGenerator;
import io.rolestream.files.sample.ListScores;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.stream.simulated.SimulatedEmployers;
import io.rolestream.stream.simulated.SimulatedReaders;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's jobs: employers who post them, and people who read what is recommended. */
public final class DemoMarket implements AutoCloseable {
    /** Between the parts of a list's version. */
    private static final String SEPARATOR = " \\+ ";

    private final SimulatedEmployers employers;
    private final SimulatedReaders readers;

    private DemoMarket(SimulatedEmployers employers, SimulatedReaders readers) {
        this.employers = employers;
        this.readers = readers;
    }

    /** @param resumes that lists are for */
    public static DemoMarket start(Cluster cluster, ResumeGenerator resumes, long seed) {
        JobGenerator jobs = new JobGenerator(seed, GeneratorOptions.DEFAULT, null, resumes.vocabulary());
        SimulatedEmployers employers = SimulatedEmployers.start(cluster, jobs);
        return new DemoMarket(
                employers, SimulatedReaders.start(cluster, new GradedPairs(resumes, jobs), seed, employers::open));
    }

    /** What happened so far, in a line. */
    private String line() {
        return String.format(
                Locale.ROOT,
                "%s open; %s got a list of jobs; people opened %,d of %,d jobs they were shown",
                Counted.of(employers.open().size(), "job"),
                Counted.of(readers.lists(), "resume"),
                readers.opened(),
                readers.shown());
    }

    /** What happened so far: jobs, lists and clicks, and what new models made of the lists. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(line()));
        readers.gains().forEach(gain -> lines.add(line(gain)));
        return lines;
    }

    private static String line(ListScores.Gain gain) {
        return String.format(
                Locale.ROOT,
                "jobs ranked %s: nDCG@10 %+.3f (95 %%: %+.3f to %+.3f) on %s",
                difference(gain.version(), gain.before()),
                gain.gain(),
                gain.gain() - gain.margin(),
                gain.gain() + gain.margin(),
                Counted.of(gain.lists(), "list"));
    }

    /** What ranks lists now and did not before, such as a bi-encoder that was trained meanwhile. */
    private static String difference(String version, String before) {
        List<String> parts = new ArrayList<>(List.of(version.split(SEPARATOR)));
        parts.removeAll(List.of(before.split(SEPARATOR)));
        return parts.isEmpty() ? "by " + version + " alone" : "with " + String.join(", ", parts);
    }

    /** Prints how good the lists were. */
    void summary(PrintWriter out, TerminalStyle style) {
        List<ListScores.Row> rows = readers.scores();
        if (rows.isEmpty()) {
            return;
        }
        out.println();
        out.println(style.in(
                Tone.BOLD,
                String.format("%-40s %7s  %-15s  %s", "JOBS RANKED BY", "LISTS", "nDCG@10 (95 %)", "RANDOM ORDER")));
        rows.forEach(row -> out.printf(
                Locale.ROOT,
                "%-40s %,7d  %.3f +- %.3f  %.3f%n",
                TerminalStyle.cut(row.version(), 40),
                row.lists(),
                row.ndcg(),
                row.margin(),
                row.random()));
        if (!readers.gains().isEmpty()) {
            out.printf("%nWhere another model ranked the lists of the same resumes again:%n");
            readers.gains().forEach(gain -> style.wrap(line(gain), 2).forEach(out::println));
        }
        out.println();
        style.wrap(line() + ".", 2).forEach(out::println);
        style.wrap(
                        "nDCG@10 is 1 if the ten jobs that suit a resume best are listed in their order; how well each"
                                + " suits is known, since both are generated.",
                        0)
                .forEach(out::println);
    }

    @Override
    public void close() throws InterruptedException {
        readers.close();
        employers.close();
    }
}
