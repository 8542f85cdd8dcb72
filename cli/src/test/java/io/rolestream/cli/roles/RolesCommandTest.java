package io.rolestream.cli.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolesCommandTest {
    private final Path directory;
    private final String roles;
    private final String rules;

    RolesCommandTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.roles = file("roles.yml", "- Nurse: Cares.\n- Cook: Cooks.\n");
        this.rules = file(
                "rules.yml", "name: r\nmatching: phrases\nroles:\n  Nurse: {icu: 2, '!!': 1}\n  Cook: {soup: 1}\n");
    }

    @Test
    void shouldListProblemsWithTheirLinesAndExitAsForAnInvalidFile() {
        Result result = Cli.run("roles", "check", roles, "--rules", rules);

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out())
                .contains(
                        "3 roles, fallback \"Other\"",
                        "2 keywords",
                        "refused, 1 problem",
                        "rules.yml:4: keyword \"!!\"");
        assertThat(Cli.run("roles", "check", roles).exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void shouldPrintJson() {
        assertThat(Cli.run("roles", "check", roles, "--rules", rules, "--json").out())
                .startsWith("{\"valid\":false,\"roles\":3,\"fallback\":\"Other\",\"rules\":\"r@")
                .contains("\"kind\":\"unusable\"", "\"line\":4");
        assertThat(Cli.run("roles", "diff", roles, roles, "--json").out())
                .isEqualTo("{\"changes\":[],\"remarks\":[],\"championUseful\":true}\n");
    }

    @Test
    void shouldSayWhatAChangeMeans() throws IOException {
        String changed = file("changed.yml", "- Nurse: Cares.\n- Chef: {description: Cooks., was: Cook}\n");

        Result result = Cli.run("roles", "diff", roles, changed);

        assertThat(result.out()).contains("renamed \"Cook\" to \"Chef\"", "champion: keeps voting for it");
        assertThat(Cli.run("roles", "diff", roles, changed, "--data", roles).err())
                .contains("--data, --old-rules and --rules need each other");
    }

    @Test
    void shouldCompareTheTextsThatTheSettingsJudge() throws IOException {
        String data = file("texts.jsonl", "{\"id\":1,\"skills\":\"icu\",\"text\":\"soup\"}\n");
        String newer = file("newer.yml", "name: r\nmatching: phrases\nroles:\n  Nurse: {icu: 2, soup: 3}\n");
        String[] diff = {"roles", "diff", roles, roles, "--data", data, "--old-rules", rules, "--rules", newer, "--json"
        };
        String[] judgingTexts = Stream.concat(Stream.of(diff), Stream.of("-s", "resumes.judged=text"))
                .toArray(String[]::new);

        assertThat(Cli.run(diff).out()).contains("\"texts\":1,\"changed\":0");
        assertThat(Cli.run(judgingTexts).out()).contains("\"texts\":1,\"changed\":1");
    }

    @Test
    void shouldGenerateWithRulesOfWhichSomeCannotBeUsed() throws IOException {
        Result refused = Cli.run("generate", "-n", "2", "--taxonomy", roles, "--rules", rules);
        Result generated = Cli.run("generate", "-n", "200", "--taxonomy", roles, "--rules", rules, "--lenient");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("keyword \"!!\" has no letters or digits", "--lenient");
        assertThat(generated.out().lines()).hasSize(200);
        assertThat(generated.out()).contains("\"trueRole\":\"Nurse\"", "\"trueRole\":\"Cook\"", "Soup");
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
