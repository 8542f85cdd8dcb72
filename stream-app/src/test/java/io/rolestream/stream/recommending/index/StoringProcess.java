package io.rolestream.stream.recommending.index;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.MatcherOptions;
import io.rolestream.matching.Matchers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Reads a log and commits until it is killed. Prints how many texts each commit has read. */
final class StoringProcess {
    static final String READ = "read ";
    private static final int EVENTS = 20_000;
    private static final int IDS = 200;

    private StoringProcess() {}

    static JobLog log(Matcher matcher) {
        return new JobLog(matcher, 1, EVENTS, IDS);
    }

    static StoredJobs open(Path path) throws IOException {
        Matcher matcher = Matchers.open(MatcherOptions.defaults());
        return StoredJobs.open(path, matcher::openIndex, matcher::close);
    }

    public static void main(String[] arguments) throws IOException {
        Random random = new Random();
        try (Matcher matcher = Matchers.open(MatcherOptions.defaults());
                JobLog.Reader reader = log(matcher).new Reader(open(Path.of(arguments[0])))) {
            while (!reader.isAtEnd()) {
                for (int i = random.nextInt(30); i >= 0 && !reader.isAtEnd(); i--) {
                    reader.read(random);
                }
                if (random.nextInt(3) == 0) {
                    reader.index.refresh(AsOf.NOTHING);
                }
                reader.commit();
                System.out.println(READ + reader.sources().jobs().offsets().get(0));
            }
        }
    }
}
