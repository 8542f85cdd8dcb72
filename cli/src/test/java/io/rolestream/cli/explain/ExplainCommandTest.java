package io.rolestream.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.models.testing.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain --text}, without a cluster. */
class ExplainCommandTest {
    private static final String SKILLS = "Airflow, Spark, Snowflake, SQL";
    private static final int COLUMNS = 80;

    @Test
    void shouldExplainWhatTheRulesSayOfAText() {
        Result result = Cli.run("explain", "--text", SKILLS);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .startsWith("Data Engineer, ")
                .contains("Rules: Data Engineer has ", "No model voted", "airflow: Data Engineer +")
                .doesNotContain("at the beginning of a text")
                .contains("role ", "rules");
        assertThat(result.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(COLUMNS));
    }

    @Test
    void shouldAddUpTheVotesOfRulesAndModel(@TempDir Path directory) throws Exception {
        Path model = directory.resolve("model");
        TinyModel.preferring(model, "Agile Analyst");

        Result result = Cli.run("explain", "--text", SKILLS, "--model", model.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("Agile Analyst, ", "decided by the model", "the highest total wins", "together");
    }

    @Test
    void shouldExplainWithTheRolesAndRulesThatTheModelCarries(@TempDir Path directory) throws Exception {
        Path model = directory.resolve("model");
        TinyModel.write(model, List.of("Gardener", "Rest"), 1, "Rest");
        Files.writeString(
                model.resolve("taxonomy.json"),
                "{\"fallback\": \"Rest\", \"roles\": {\"Gardener\": \"Grows plants.\", \"Rest\": \"Any other.\"}}");
        Files.writeString(
                model.resolve("trained-rules.txt"),
                "name: mine\nmatching: phrases\nroles: {Gardener: {gardening: 3}}\n");

        Result result = Cli.run("explain", "--text", "gardening", "--model", model.toString());

        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.err()).contains("using the model's roles, ", "using the model's rules, ");
        assertThat(result.out()).contains("Rules: Gardener has ", "gardening: Gardener +");
    }

    @Test
    void shouldPrintJson() throws Exception {
        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("explain", "--text", SKILLS, "--json").out());

        assertThat(json.path("role").asText()).isEqualTo("Data Engineer");
        assertThat(json.at("/keywords/0/weights/0/weight").asDouble()).isPositive();
    }

    @Test
    void shouldWantEitherAnIdOrAText() {
        assertThat(Cli.run("explain").err()).contains("either the id of a resume or --text");
        assertThat(Cli.run("explain", "a", "--text", "b").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(Cli.run("explain", "a", "--model", "b").err()).contains("--model needs --text");
    }
}
