package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.RuleVote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Measures the built-in rule sets on the development data, which is not part of the project: on {@code dev-roles.jsonl}
 * in the directory that the system property {@code rolestream.data} names, or else in {@code ../shared/data} beside the
 * repository.
 */
class DevelopmentDataTest {
    private static final Taxonomy ROLES = Taxonomy.standard();
    private static final Path FILE =
            Path.of(System.getProperty("rolestream.data", "../../shared/data"), "dev-roles.jsonl");

    /**
     * @param accuracy share of rows whose role the vote names
     * @param macroF1 mean F1 over all roles of the taxonomy
     * @param calibrationError expected calibration error over ten bins of equal width, abstentions included
     */
    private record Measured(double accuracy, double macroF1, double calibrationError) {}

    @Test
    void shouldReachTheExpectedAccuracyWithTheDefaultRules() throws IOException {
        Measured measured = measure(RuleSet.DEFAULT);
        assertThat(measured.accuracy()).isGreaterThanOrEqualTo(0.74);
        assertThat(measured.macroF1()).isGreaterThanOrEqualTo(0.65);
    }

    @Test
    void shouldBeCalibratedWithTheDefaultRules() throws IOException {
        assertThat(measure(RuleSet.DEFAULT).calibrationError()).isLessThan(0.05);
    }

    @Test
    void shouldReproduceTheStudysRules() throws IOException {
        Measured measured = measure(RuleSet.NOTEBOOK);
        assertThat(measured.accuracy()).isCloseTo(0.516, within(0.0005));
        assertThat(measured.macroF1()).isCloseTo(0.377, within(0.0005));
    }

    private static Measured measure(String name) throws IOException {
        assumeTrue(Files.exists(FILE), "skipped: needs the development data (set -Drolestream.data=DIRECTORY)");
        RuleSet rules = RuleSet.load(name, ROLES);
        ObjectMapper json = new ObjectMapper();
        List<String> lines = Files.readAllLines(FILE);
        int[] right = new int[ROLES.size()];
        int[] voted = new int[ROLES.size()];
        int[] real = new int[ROLES.size()];
        double[] surplus = new double[10];
        for (String line : lines) {
            JsonNode row = json.readTree(line);
            RuleVote vote = rules.vote(row.get("skills").asText());
            int guess = ROLES.indexOf(vote.role().name());
            int truth = ROLES.indexOf(row.get("role").asText());
            voted[guess]++;
            real[truth]++;
            right[truth] += guess == truth ? 1 : 0;
            surplus[Math.min(9, (int) (vote.confidence() * 10))] += vote.confidence() - (guess == truth ? 1 : 0);
        }
        double accurate = 0;
        double f1 = 0;
        for (int role = 0; role < ROLES.size(); role++) {
            accurate += right[role];
            f1 += voted[role] + real[role] == 0 ? 0 : 2.0 * right[role] / (voted[role] + real[role]);
        }
        double error = 0;
        for (double bin : surplus) {
            error += Math.abs(bin);
        }
        Measured measured = new Measured(accurate / lines.size(), f1 / ROLES.size(), error / lines.size());
        System.out.println(rules.version() + " on " + lines.size() + " labelled rows: " + measured);
        return measured;
    }
}
