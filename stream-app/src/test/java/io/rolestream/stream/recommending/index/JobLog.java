package io.rolestream.stream.recommending.index;

import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code jobs} and {@code labelled-jobs} with made-up records, always the same for a seed, and readers of them. */
final class JobLog {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> WORDS = List.of("java", "spark", "python", "airflow", "docker", "aws", "sql");
    private static final int PARTITIONS = 2;

    private interface Input {
        void into(IndexedTexts texts, List<IndexChange> changes);
    }

    private final Matcher matcher;
    private final int ids;
    private final List<Input> texts = new ArrayList<>();
    private final List<Input> labels = new ArrayList<>();

    /** @param ids how many jobs there are at most */
    JobLog(Matcher matcher, long seed, int events, int ids) {
        this.matcher = matcher;
        this.ids = ids;
        Random random = new Random(seed);
        Map<String, String> present = new TreeMap<>();
        Map<String, String> labelled = new HashMap<>();
        for (int i = 0; i < events; i++) {
            String id = "j" + random.nextInt(ids);
            int what = random.nextInt(10);
            if (what < 5) {
                present.put(id, post(id, random));
            } else if (what < 9) {
                String hash = present.get(id);
                if (hash != null) {
                    labelled.put(id, label(id, hash, random));
                }
            } else if (present.remove(id) != null) {
                texts.add((index, changes) -> index.remove(Side.JOB, id, partition(id), changes));
                labels.add((index, changes) -> index.label(Side.JOB, id, partition(id), null, changes));
                labelled.remove(id);
            }
        }
        // The label of an earlier text is replaced; texts that never had a label wait for one.
        present.forEach((id, hash) -> {
            if (labelled.containsKey(id) && !hash.equals(labelled.get(id))) {
                label(id, hash, random);
            }
        });
    }

    private static int partition(String id) {
        return Math.floorMod(id.hashCode(), PARTITIONS);
    }

    private String post(String id, Random random) {
        String skills = WORDS.get(random.nextInt(WORDS.size())) + ", " + WORDS.get(random.nextInt(WORDS.size()));
        Instant until = random.nextInt(3) > 0 ? null : START.plusSeconds(random.nextInt(100));
        Profile profile = profile(new Posting(id, "Engineer", skills, "We run " + skills, "Oslo", null, null, until));
        String hash = skills + until;
        Origin origin = new Origin(partition(id), texts.size(), START);
        texts.add((index, changes) -> index.text(Side.JOB, id, origin, hash, profile, changes));
        return hash;
    }

    private Profile profile(Posting posting) {
        try {
            return matcher.profile(posting, RoleBelief.unknown()).join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String label(String id, String hash, Random random) {
        float[] probabilities = new float[matcher.taxonomy().size()];
        probabilities[random.nextInt(3)] = 1;
        KnownLabel label = new KnownLabel(
                hash,
                labels.size() + 1,
                new RoleBelief(probabilities),
                random.nextBoolean(),
                "rules@" + random.nextInt(2),
                "",
                START.plusMillis(labels.size()));
        labels.add((index, changes) -> index.label(Side.JOB, id, partition(id), label, changes));
        return hash;
    }

    /** Reads both logs in some order, each from an offset. */
    final class Reader implements AutoCloseable {
        final IndexedTexts index;
        private final @Nullable StoredJobs stored;
        private int text;
        private int label;

        /** From where the stored jobs end. */
        Reader(StoredJobs stored) {
            this.stored = stored;
            StoredJobs.Sources sources = stored.sources();
            if (sources != null) {
                text = sources.jobs().offsets().get(0).intValue();
                label = sources.labels().offsets().get(0).intValue();
            }
            this.index = new IndexedTexts(matcher, stored);
        }

        /** From the beginning, in memory. */
        Reader() {
            this.stored = null;
            this.index = new IndexedTexts(matcher);
        }

        boolean isAtEnd() {
            return text == texts.size() && label == labels.size();
        }

        /** Reads a record of either. */
        void read(Random random) {
            boolean ofTexts = text < texts.size() && (label == labels.size() || random.nextBoolean());
            (ofTexts ? texts.get(text++) : labels.get(label++)).into(index, new ArrayList<>());
        }

        void readTo(StoredJobs.Sources sources) {
            while (text < sources.jobs().offsets().get(0)) {
                texts.get(text++).into(index, new ArrayList<>());
            }
            while (label < sources.labels().offsets().get(0)) {
                labels.get(label++).into(index, new ArrayList<>());
            }
            index.refresh(AsOf.NOTHING);
        }

        StoredJobs.Sources sources() {
            return new StoredJobs.Sources(
                    new StoredJobs.Source("jobs", List.of(0L), List.of((long) text)),
                    new StoredJobs.Source("labels", List.of(0L), List.of((long) label)),
                    START);
        }

        void commit() {
            if (stored != null) {
                stored.commit(sources());
            }
        }

        /** All that is known and found, to compare readers by. */
        Map<String, Object> seen() throws InterruptedException {
            Map<String, Object> seen = new TreeMap<>();
            Set<String> found = new HashSet<>(index.index(Side.JOB).ids());
            seen.put("labelled by", index.labelledBy());
            seen.put("found", found);
            for (int i = 0; i < ids; i++) {
                String id = "j" + i;
                Profile profile = index.profile(Side.JOB, id);
                if (profile == null) {
                    continue;
                }
                seen.put(id + " as a subject", index.subject(Side.JOB, id));
                seen.put(id + " is open", index.isOpen(Side.JOB, id, START.plusSeconds(50)));
                seen.put(id + " has roles", Arrays.toString(profile.roles().probabilities()));
                seen.put(id + " says", profile.withRoles(RoleBelief.unknown()));
            }
            for (String word : WORDS) {
                Candidate candidate = new Candidate("r", word + ", sql", null, null);
                Profile resume =
                        matcher.profile(candidate, RoleBelief.unknown()).join();
                seen.put(
                        "list for " + word,
                        matcher.rank(resume, index.index(Side.JOB), MatchFilter.openAt(START.plusSeconds(50)), 10));
            }
            return seen;
        }

        @Override
        public void close() {
            index.close();
        }
    }
}
