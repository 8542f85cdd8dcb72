package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RuleSetConcurrencyTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 20;

    @Test
    void shouldVoteTheSameFromManyThreadsAtOnce() throws Exception {
        List<RuleSet> ruleSets = List.of(
                RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()),
                RuleSet.load(RuleSet.NOTEBOOK, Taxonomy.standard()));
        List<String> texts = texts();
        List<RuleVote> expected = votes(ruleSets, texts);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                runs.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        assertThat(votes(ruleSets, texts)).isEqualTo(expected);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(1, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<RuleVote> votes(List<RuleSet> ruleSets, List<String> texts) {
        return texts.stream()
                .flatMap(text -> ruleSets.stream().map(rules -> rules.vote(text)))
                .toList();
    }

    private static List<String> texts() {
        String[] words = {
            "Java", "Spring Boot", "C#", ".NET", "SQL Server", "AWS", "Kubernetes", "SIEM", "Scrum Master", "etl", "x"
        };
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(1 + i); word > 0; word--) {
                text.append(words[random.nextInt(words.length)]).append(", ");
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
